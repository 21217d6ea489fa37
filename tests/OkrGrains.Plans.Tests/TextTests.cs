using System.Text;
using OkrGrains.Model.Goals;

namespace OkrGrains.Plans.Tests;

/// <summary>The characters and sizes of what people write in plans.</summary>
public sealed class TextTests
{
    [Theory]
    [InlineData("title: \"\\e[31mA\"", "kpis[0].title", "U+001B")]
    [InlineData("title: \"\\x9B31mA\"", "kpis[0].title", "U+009B")]
    [InlineData("owner: \"a\\0\"", "kpis[0].owner", "U+0000")]
    [InlineData("unit: \"\\x7F\"", "kpis[0].unit", "U+007F")]
    [InlineData("title: \"a\\nb\"", "kpis[0].title", "U+000A")]
    [InlineData("owner: \"a\\tb\"", "kpis[0].owner", "U+0009")]
    [InlineData("unit: \"\\L\"", "kpis[0].unit", "U+2028")]
    [InlineData("tags: [a, \"b\\nc\"]", "kpis[0].tags[1]", "U+000A")]
    [InlineData("description: \"\\e]52;c;eA==\\a\"", "kpis[0].description", "U+001B")]
    [InlineData("rationale: \"a\\rb\"", "kpis[0].rationale", "U+000D")]
    [InlineData("actions: \"\\N\"", "kpis[0].actions", "U+0085")]
    [InlineData("resources: \u202Egpj", "kpis[0].resources", "U+202E")]
    [InlineData("resources: a\u2067", "kpis[0].resources", "U+2067")]
    [InlineData("alerts: {mail: [\"\\b\"]}", "kpis[0].alerts.mail[0]", "U+0008")]
    [InlineData("alerts: {\"\\e\": 1}", "kpis[0].alerts.\\u001b", "U+001B")]
    public void A_refused_character_is_named_with_its_place(string keys, string place, string character)
    {
        var fault = Assert.Single(Refusal.Read(Refusal.Kpi(keys)).Faults);

        Assert.Equal((place, 3, "CONTROL_CHARACTER"), (fault.Place, fault.Line, fault.Reason));
        Assert.EndsWith($"must not have the character {character}", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("workspace: w\nobjectives: [{id: o, priority: \"\\e\"}]", "objectives[0].priority")]
    [InlineData("workspace: w\nobjectives: [{id: o, keyResults: [{id: r, title: \"a\\nb\"}]}]", "objectives[0].keyResults[0].title")]
    [InlineData("{\"workspace\": \"w\", \"kpis\": [{\"id\": \"a\", \"title\": \"\\u001b\"}]}", "kpis[0].title")]
    public void Goals_of_every_kind_are_checked_and_json_too(string plan, string place) => Refusal.Only(plan, place, "CONTROL_CHARACTER");

    [Fact]
    public void Tabs_and_line_breaks_are_fine_in_every_other_text()
    {
        const string Text = "\"one\\n\\ttwo\\r\\nthree\\L\"";
        Refusal.None(Refusal.Kpi($"description: {Text}, rationale: {Text}, actions: {Text}, resources: {Text}, alerts: {{mail: {Text}}}"));
        Refusal.None(Refusal.Objective($"priority: {Text}"));
    }

    [Fact]
    public void Sizes_are_counted_in_bytes_of_utf8()
    {
        Refusal.None(Refusal.Kpi($"title: {new string('ä', 512)}"));
        Refusal.Only(Refusal.Kpi($"title: {new string('ä', 513)}"), "kpis[0].title", "TEXT_TOO_LONG");
        Refusal.Only(Refusal.Kpi($"tags: [{new string('x', 1025)}]"), "kpis[0].tags[0]", "TEXT_TOO_LONG");
        Refusal.None(Refusal.Kpi($"description: {new string('x', 4096)}"));
        Refusal.Only(Refusal.Kpi($"description: {new string('x', 4097)}"), "kpis[0].description", "TEXT_TOO_LONG");
        Refusal.Only(Refusal.Kpi($"alerts: {new string('x', 4097)}"), "kpis[0].alerts", "TEXT_TOO_LONG");
    }

    [Fact]
    public void A_definition_takes_64_KiB()
    {
        // A tag of 1,000 bytes takes 1,003 with its quotes and the comma; {"id":"k","tags":[]} takes 20.
        static string Tags(int count, int last) =>
            $"tags: [{string.Join(", ", Enumerable.Range(0, count).Select(_ => new string('x', 1000)))}, {new string('y', last)}]";

        Refusal.None(Refusal.Kpi(Tags(65, 319)));
        Refusal.Only(Refusal.Kpi(Tags(65, 320)), "kpis[0]", "DEFINITION_TOO_LARGE");
        Refusal.Only(Refusal.KeyResult(Tags(66, 1)), "objectives[0].keyResults[0]", "DEFINITION_TOO_LARGE");
        Refusal.Only(Refusal.Objective(Tags(66, 1)), "objectives[0]", "DEFINITION_TOO_LARGE");
    }

    [Fact]
    public void What_a_goal_reads_is_not_part_of_its_size()
    {
        var ids = Enumerable.Range(0, 2_000).Select(i => $"k{i:0000}{new string('x', 50)}").ToList();
        var plan = new StringBuilder("workspace: w\nkpis:\n");
        ids.ForEach(id => plan.Append($"  - {{id: {id}, target: 1}}\n"));
        plan.Append($"  - {{id: all, formula: {{sum: [{string.Join(", ", ids)}]}}}}\n");
        plan.Append($"objectives: [{{id: o, keyResults: [{{id: r, kpis: [{string.Join(", ", ids.Select(id => $"{{kpi: {id}}}"))}]}}]}}]");

        Refusal.None(plan.ToString());
    }

    [Fact]
    public void Settings_take_64_KiB()
    {
        static string Plan(int cycles) => "workspace: w\ncycles:\n"
            + string.Concat(Enumerable.Range(0, cycles).Select(i => $"  - {{id: c{i:0000}, start: 2026-01-01, end: 2026-04-01}}\n"));

        Refusal.None(Plan(1_000));
        Refusal.Only(Plan(1_300), "cycles", "DEFINITION_TOO_LARGE");
    }

    [Fact]
    public void A_plan_may_be_read_with_its_texts_cleaned()
    {
        var reading = PlanReader.Read(Encoding.UTF8.GetBytes(Refusal.Kpi("title: \"\\e[31mA\\nB\", owner: ann, tags: [\"\\b\"]")), TextCleaning.All);

        Assert.Equal(("[31mA B", "ann"), (reading.Plan!.Kpis[0].Texts.Title, reading.Plan.Kpis[0].Texts.Owner));
        Assert.Equal([("kpis[0].title", "U+001B was removed"), ("kpis[0].tags[0]", "U+0008 was removed")],
            reading.Cleaned.Select(text => (text.Place, text.Message)));
        Assert.Equal(2, reading.CleanedCount);
    }

    [Fact]
    public void Cleaned_texts_are_listed_up_to_a_thousand_and_counted()
    {
        var tags = string.Join(", ", Enumerable.Repeat("\"\\e\"", 1_001));

        var reading = PlanReader.Read(Encoding.UTF8.GetBytes(Refusal.Kpi($"tags: [{tags}]")), TextCleaning.All);

        Assert.Equal((1_000, 1_001), (reading.Cleaned.Length, reading.CleanedCount));
    }

    [Fact]
    public void Texts_that_their_goal_has_already_are_cleaned_again_and_again()
    {
        var plan = Encoding.UTF8.GetBytes(Refusal.Kpi("title: \"\\e[31mA\", description: \"new\\a\""));
        ReadOnlyMemory<byte> old = "{\"id\":\"k\",\"title\":\"\\u001b[31mA\",\"description\":\"new\\u0007\"}"u8.ToArray();
        ReadOnlyMemory<byte> cleaned = "{\"id\":\"k\",\"title\":\"[31mA\",\"description\":\"new\"}"u8.ToArray();
        ReadOnlyMemory<byte> other = "{\"id\":\"k\",\"title\":\"\\u001b[31mA\"}"u8.ToArray();

        Assert.True(PlanReader.Read(plan, TextCleaning.OfStored([(new GoalName(GoalKind.Kpi, "k"), old)])).IsAccepted);
        Assert.True(PlanReader.Read(plan, TextCleaning.OfStored([(new GoalName(GoalKind.Kpi, "k"), cleaned)])).IsAccepted);
        var partly = PlanReader.Read(plan, TextCleaning.OfStored([(new GoalName(GoalKind.Kpi, "k"), other)]));
        Assert.Equal("kpis[0].description", Assert.Single(partly.Faults).Place);
        Assert.True(partly.HasRefusedCharacters);
        Assert.Equal("w", partly.Workspace);
        Assert.False(PlanReader.Read(plan, TextCleaning.OfStored([(new GoalName(GoalKind.Objective, "k"), old)])).IsAccepted);
    }

    [Fact]
    public void Definitions_of_before_the_rule_are_still_read()
    {
        var kpi = DefinitionJson.ReadKpi("{\"id\":\"k\",\"title\":\"\\u001b[31mA\\n\"}"u8);

        Assert.Equal("\u001b[31mA\n", kpi.Texts.Title);
        Assert.Equal("\u001b[31mA\n", PlanReader.ReadStored(DefinitionJson.Write(new Model.Definitions.Plan { Workspace = "w", Kpis = [kpi] })).Plan!.Kpis[0].Texts.Title);
    }

    [Theory]
    [InlineData("description: a\u2028b", "a\u2028b")]
    [InlineData("description: \"a\u2029  b\"", "a\u2029  b")]
    [InlineData("description: 'a\u2028'", "a\u2028")]
    [InlineData("description: \"a\\Lb\uE000\u2028\"", "a\u2028b\uE000\u2028")]
    public void Foreign_line_breaks_are_ordinary_characters_of_yaml(string keys, string description)
    {
        var reading = Refusal.Read(Refusal.Kpi(keys));

        Assert.Empty(reading.Faults);
        Assert.Equal(description, reading.Plan!.Kpis[0].Texts.Description);
    }

    [Fact]
    public void Foreign_line_breaks_end_no_line_of_yaml()
    {
        var reading = Refusal.Read("# a\u2028b\u0085c\u2029d\nworkspace: w\nkpis:\n  - id: a\n    description: |\n      one\u2028two\n      three\n  - id: A\n");

        var fault = Assert.Single(reading.Faults);
        Assert.Equal(("kpis[1].id", 8, 9), (fault.Place, fault.Line, fault.Column));
    }

    [Fact]
    public void A_next_line_character_is_refused_where_it_stands()
    {
        var fault = Assert.Single(Refusal.Read("workspace: w\nkpis:\n  - id: a\n    description: one\u0085two\n").Faults);

        Assert.Equal(("kpis[0].description", 4, 18), (fault.Place, fault.Line, fault.Column));
    }

    [Fact]
    public void A_text_that_leaves_no_character_to_stand_in_is_refused()
    {
        var all = string.Concat(Enumerable.Range(0xE000, 6_400).Select(character => (char)character));

        Assert.Equal("SYNTAX", Assert.Single(Refusal.Read($"workspace: w # {all}\u2028").Faults).Reason);
    }
}
