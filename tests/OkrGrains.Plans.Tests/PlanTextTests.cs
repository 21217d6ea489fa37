using System.Text;

namespace OkrGrains.Plans.Tests;

public sealed class PlanTextTests
{
    [Theory]
    [InlineData("", 1, 1, "EMPTY")]
    [InlineData("# nothing\n", 1, 1, "EMPTY")]
    [InlineData("workspace: w\n---\nworkspace: v\n", 2, 1, "MULTIPLE_DOCUMENTS")]
    [InlineData("workspace: w\nkpis: [{id: a}\n", 3, 1, "SYNTAX")]
    [InlineData("workspace: w\n\tkpis: []\n", 2, 1, "SYNTAX")]
    [InlineData("? [a]\n: b\n", 1, 3, "BAD_KEY")]
    [InlineData("? {a: b}\n: b\n", 1, 3, "BAD_KEY")]
    [InlineData("&a workspace: w\n", 1, 1, "BAD_KEY")]
    [InlineData("workspace: w\ntimeZone: \"a\u0001b\"\n", 2, 13, "CONTROL_CHARACTER")]
    [InlineData("workspace: w\n\0kpis: [{id: A}]\n", 2, 1, "CONTROL_CHARACTER")]
    [InlineData("{\"workspace\": \"\\ud800\"}", 1, 15, "SYNTAX")]
    [InlineData("workspace: \"\\uD800\"", 1, 12, "SYNTAX")]
    public void A_text_that_is_no_plan(string text, int line, int column, string reason)
    {
        var fault = Assert.Single(Refusal.Read(text).Faults);

        Assert.Equal(("", line, column, reason), (fault.Place, fault.Line, fault.Column, fault.Reason));
    }

    [Theory]
    [InlineData("workspace: &w w", "workspace", "ANCHOR")]
    [InlineData("workspace: !!str w", "workspace", "TAG")]
    [InlineData("workspace: !custom w", "workspace", "TAG")]
    [InlineData("{workspace: w, kpis: &k []}", "kpis", "ANCHOR")]
    [InlineData("{workspace: w, kpis: !!seq []}", "kpis", "TAG")]
    [InlineData("{workspace: w, policy: !!map {}}", "policy", "TAG")]
    [InlineData("{workspace: w, policy: {<<: {watchFrom: 1}}}", "policy.<<", "UNKNOWN_KEY")]
    public void What_yaml_would_resolve_behind_our_back(string text, string place, string reason) => Refusal.Only(text, place, reason);

    [Fact]
    public void An_alias_is_refused_where_it_stands()
    {
        var faults = Refusal.Read("workspace: w\ncycles: &c []\nkpis: *c\n").Faults;

        Assert.Equal([("cycles", "ANCHOR"), ("kpis", "ANCHOR")], faults.Select(fault => (fault.Place, fault.Reason)));
    }

    [Fact]
    public void Invalid_utf8_is_refused_with_its_byte()
    {
        byte[] text = [.. "workspace: w\nkpis: ["u8, 0xC3, 0x28, .. "]"u8];

        var fault = Assert.Single(PlanReader.Read(text).Faults);

        Assert.Equal(("INVALID_UTF8", 2, 8, "byte 20 is not UTF-8"), (fault.Reason, fault.Line, fault.Column, fault.Message));
    }

    [Fact]
    public void A_byte_order_mark_is_skipped()
    {
        Assert.True(PlanReader.Read((byte[])[0xEF, 0xBB, 0xBF, .. "workspace: w"u8]).IsAccepted);
        Assert.True(PlanReader.Read((byte[])[0xEF, 0xBB, 0xBF, .. "{\"workspace\": \"w\"}"u8]).IsAccepted);
    }

    [Fact]
    public void Yaml_of_other_lines_and_forms_is_read()
    {
        var plan = Refusal.Read("%YAML 1.2\r\n---\r\n\"workspace\": 'w'\r\nkpis:\r\n- id: a\r\n  description: |\r\n    Two\r\n    lines\r\n...\r\n").Plan;

        Assert.Equal("Two\nlines\n", Assert.Single(plan!.Kpis).Texts.Description);
    }

    [Fact]
    public void Json_is_read_with_its_positions()
    {
        var faults = Refusal.Read("{\n  \"workspace\": \"ä\", \"kpis\": [{\"id\": \"k\", \"target\": \"8\"},\n {\"id\": \"k\"}], \"kpis\": []\n}").Faults;

        Assert.Equal(
            [("workspace", 2, 16, "BAD_ID"), ("kpis[0].target", 2, 52, "BAD_NUMBER"), ("kpis[1].id", 3, 9, "DUPLICATE_ID"), ("kpis", 3, 16, "DUPLICATE_KEY")],
            faults.Select(fault => (fault.Place, fault.Line, fault.Column, fault.Reason)));
    }

    [Fact]
    public void Broken_json_is_told_in_the_words_of_json()
    {
        var fault = Assert.Single(Refusal.Read("{\"workspace\": \"w\",\n \"kpis\": [}").Faults);

        Assert.Equal(("SYNTAX", 2, 11), (fault.Reason, fault.Line, fault.Column));
    }

    [Fact]
    public void A_yaml_flow_map_may_start_a_plan() => Assert.Equal("w", Refusal.Read(" {workspace: w, kpis: [{id: a}]}").Plan!.Workspace);

    [Fact]
    public void Sixty_four_levels_are_read_and_one_more_is_refused()
    {
        Refusal.None(Alerts(60));
        Assert.Equal("TOO_DEEP", Assert.Single(Refusal.Read(Alerts(62)).Faults).Reason);

        static string Alerts(int levels) =>
            $$$"""{"workspace": "w", "kpis": [{"id": "a", "alerts": {{{new string('[', levels)}}}{{{new string(']', levels)}}} }]}""";
    }

    [Theory]
    [InlineData("[", 10_000)]
    [InlineData("[", 1_000_000)]
    [InlineData("[\n", 1_000_000)]
    [InlineData("{a: ", 1_000_000)]
    [InlineData("- ", 1_000_000)]
    [InlineData("? ", 1_000_000)]
    [InlineData("{\"a\":", 1_000_000)]
    [InlineData("[a, ", 1_000_000)]
    public void Deep_nesting_is_refused_at_once(string level, int levels)
    {
        var text = new StringBuilder("").Insert(0, level, levels).ToString();

        var reason = Assert.Single(Refusal.Read(text).Faults).Reason;

        Assert.Contains(reason, (string[])["TOO_DEEP", "BAD_KEY"]);
    }

    [Fact]
    public void Deep_indentation_is_refused_at_once()
    {
        var text = new StringBuilder();
        for (var level = 0; level < 3_000; level++)
        {
            text.Append(' ', level).Append("a:\n");
        }

        Assert.Equal("TOO_DEEP", Assert.Single(Refusal.Read(text.ToString()).Faults).Reason);
    }

    [Fact]
    public void A_list_without_end_is_refused()
    {
        var text = "{\"alerts\": [0" + new StringBuilder().Insert(0, ",1", 4_000_000) + "]}";

        Assert.Equal("TOO_MANY_NODES", Assert.Single(Refusal.Read(text).Faults).Reason);
    }

    [Fact]
    public void More_than_64_MiB_are_refused() =>
        Assert.Equal("TOO_LARGE", Assert.Single(PlanReader.Read(new byte[(64 * 1024 * 1024) + 1]).Faults).Reason);

    [Fact]
    public void The_billion_laughs_are_refused()
    {
        var text = new StringBuilder("workspace: w\nl0: &l0 [lol]\n");
        for (var i = 1; i < 30; i++)
        {
            text.Append($"l{i}: &l{i} [*l{i - 1}, *l{i - 1}, *l{i - 1}]\n");
        }

        Assert.Contains(Refusal.Read(text.ToString()).Faults, fault => fault is { Place: "l29[2]", Reason: "ANCHOR" });
    }
}
