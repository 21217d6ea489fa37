using System.Text;
using System.Text.Json.Nodes;

namespace OkrGrains.Plans.Tests;

/// <summary>Tests that a plan that is written as YAML reads as the same plan.</summary>
public sealed class PlanExportTextTests
{
    public static TheoryData<string> Texts =>
    [
        "plain", "two words", "a: b", "a #b", "# a", "- a", "true", "No", "~", "null", "12", "1e3", "0x1f", ".inf", "2026-01-01", "", " a", "a ",
        "it's", "\"quoted\"", "back\\slash", "tab\tstop", "{a: b}", "[a]", "*a", "&a", "!a", "%a", "@a", "`a", "|", ">", "a, b", "a\u00e4\u4e2d",
        "\U0001F600", "a/b.c-d_e", "y", "=", "<<", "a'b", "'", "?", "? a", "a:", ":a", "---", "...",
    ];

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_text_reads_as_it_was(string text)
    {
        var plan = new JsonObject
        {
            ["workspace"] = "w",
            ["kpis"] = new JsonArray(new JsonObject { ["id"] = "k", ["description"] = text }),
        };
        var first = PlanReader.Read(Encoding.UTF8.GetBytes(plan.ToJsonString()));
        Assert.True(first.IsAccepted, string.Join("; ", first.Faults));
        Same(DefinitionJson.Write(first.Plan));
    }

    [Fact]
    public void Every_worked_plan_reads_as_it_was()
    {
        var plans = 0;
        foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory, "plan.*", SearchOption.AllDirectories))
        {
            if (PlanReader.Read(File.ReadAllBytes(file)) is { IsAccepted: true } reading)
            {
                Same(DefinitionJson.Write(reading.Plan));
                plans++;
            }
        }

        Assert.InRange(plans, 20, int.MaxValue);
    }

    [Fact]
    public void A_plan_is_written_as_people_write_it()
    {
        const string text = """
            workspace: w
            timeZone: Europe/Berlin
            cycles:
              - {id: q1, start: 2026-01-01, end: 2026-04-01}
            kpis:
              - {id: revenue, aggregation: sum, window: month, title: "Revenue: all of it", unit: EUR}
            objectives:
              - id: grow
                title: Grow the shop
                cycle: q1
                keyResults:
                  - {id: more, title: "Sell 10 % more", kpi: revenue, target: 110, baseline: 100}

            """;
        var written = PlanExportText.Yaml(DefinitionJson.Write(PlanReader.Read(Encoding.UTF8.GetBytes(text)).Plan!));
        Assert.Equal(text.Split('\n').Length, written.Split('\n').Length);
        Assert.Contains("  - {id: q1, start: 2026-01-01, end: 2026-04-01}\n", written, StringComparison.Ordinal);
        Assert.Contains("\n  - id: grow\n    title: Grow the shop\n", written, StringComparison.Ordinal);
        Assert.Contains("title: \"Revenue: all of it\"", written, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_terminal_would_act_on_is_an_escape()
    {
        var stored = Encoding.UTF8.GetBytes("{\"workspace\":\"w\",\"kpis\":[{\"id\":\"k\",\"title\":\"a\\u001b]0;x\\u0007\u009b\u202eb\u2028c\"}]}");
        foreach (var text in new[] { PlanExportText.Yaml(stored), PlanExportText.Json(stored) })
        {
            Assert.Contains("a\\u001b]0;x\\u0007\\u009b\\u202eb\\u2028c", text, StringComparison.OrdinalIgnoreCase);
        }

        var cleaned = PlanReader.Read(Encoding.UTF8.GetBytes(PlanExportText.Yaml(stored)), TextCleaning.All);
        Assert.True(cleaned.IsAccepted, string.Join("; ", cleaned.Faults));
        Assert.Equal(1, cleaned.CleanedCount);
    }

    private static void Same(byte[] canonical)
    {
        var yaml = PlanExportText.Yaml(canonical);
        var again = PlanReader.Read(Encoding.UTF8.GetBytes(yaml));
        Assert.True(again.IsAccepted, yaml + string.Join("; ", again.Faults));
        Assert.Equal(Encoding.UTF8.GetString(canonical), Encoding.UTF8.GetString(DefinitionJson.Write(again.Plan)));
    }
}
