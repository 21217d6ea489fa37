using System.Text;
using OkrGrains.Plans;
using OkrGrains.Plans.Readings;

namespace OkrGrains.Fuzz.Tests.Texts;

/// <summary>Texts that are made to take much more time or memory than their length.</summary>
public sealed class BombTests
{
    private const int Long = 1_000_000;

    private static readonly Dictionary<string, string> _plans = new()
    {
        ["aliases"] = "a: &a [x,x,x,x]\n"
            + string.Concat("bcdefghijklmnopq".Select(c => $"{c}: &{c} [{Repeat($"*{(char)(c - 1)},", 8)}]\n")),
        ["an alias of itself"] = "workspace: &w [*w]\n",
        ["merged keys"] = "x: &x {a: 1}\nworkspace: {<<: *x, <<: *x}\n",
        ["lists in lists"] = new string('[', Long),
        ["maps in maps"] = Repeat("{a: ", Long / 4),
        ["maps in maps of JSON"] = Repeat("{\"a\":", Long / 5),
        ["keys of keys"] = Repeat("? ", Long / 2),
        ["dashes"] = Repeat("- ", Long / 2),
        ["a long id"] = "workspace: " + new string('a', Long),
        ["a long number"] = "workspace: w\nkpis: [{id: a, target: " + new string('9', Long) + "}]",
        ["a long exponent"] = "workspace: w\nkpis: [{id: a, target: 1e" + new string('9', Long) + "}]",
        ["a long fraction"] = "workspace: w\nkpis: [{id: a, target: 0." + new string('0', Long) + "1}]",
        ["a long duration"] = "workspace: w\nkpis: [{id: a, staleAfter: P" + new string('9', Long) + "D}]",
        ["an open quote"] = "workspace: \"" + new string('a', Long),
        ["many quotes"] = "workspace: '" + new string('\'', Long),
        ["many spaces"] = "workspace:" + new string(' ', Long) + "w",
        ["many lines"] = "workspace: w" + new string('\n', Long),
        ["many comments"] = Repeat("# x\n", Long / 4),
        ["many documents"] = Repeat("---\n", Long / 4),
        ["many directives"] = Repeat("%A b\n", Long / 5),
        ["a block without end"] = "workspace: |\n" + Repeat("  a\n", Long / 4),
        ["a folded block"] = "workspace: >9\n" + Repeat(" \n", Long / 2),
        ["many unknown keys"] = "workspace: w\n" + string.Concat(Enumerable.Range(0, Long / 10).Select(i => $"k{i}: 1\n")),
        ["one key again and again"] = Repeat("workspace: w\n", Long / 13),
        ["one id again and again"] = "workspace: w\nkpis:\n" + Repeat("- {id: a}\n", Long / 10),
        ["a chain of references"] = "workspace: w\nkpis:\n- {id: k0}\n"
            + string.Concat(Enumerable.Range(1, 20_000).Select(i => $"- {{id: k{i}, formula: {{sum: [k{i - 1}]}}}}\n")),
        ["a ring of references"] = "workspace: w\nkpis:\n"
            + string.Concat(Enumerable.Range(0, 20_000).Select(i => $"- {{id: k{i}, formula: {{sum: [k{(i + 1) % 20_000}]}}}}\n")),
        ["accents"] = "workspace: w\nkpis: [{id: a, title: e" + new string('\u0301', Long / 2) + "}]",
        ["tags"] = "workspace: !" + new string('a', Long) + " w",
        ["an anchor"] = "workspace: &" + new string('a', Long) + " w",
    };

    private static readonly Dictionary<string, string> _readings = new()
    {
        ["one line"] = "goal,time,value\n" + new string('a', Long),
        ["commas"] = "goal,time,value\n" + new string(',', Long),
        ["quotes"] = "goal,time,value\n" + new string('"', Long),
        ["empty lines"] = "goal,time,value\n" + new string('\n', Long),
        ["carriage returns"] = "goal,time,value\n" + new string('\r', Long),
        ["zeros"] = "goal,time,value\n" + new string('\0', Long),
        ["names"] = "goal,time,value\n" + string.Concat(Enumerable.Range(0, Long / 28).Select(i => $"k{i},2026-01-01T00:00:00Z,1\n")),
        ["no header"] = new string('x', Long),
        ["digits"] = "goal,time,value\n" + Repeat($"a,2026-01-01T00:00:00Z,0.{new string('1', 900)}e-999999999\n", 1_000),
    };

    public static TheoryData<string> Plans => [.. _plans.Keys];

    public static TheoryData<string> Readings => [.. _readings.Keys];

    [Theory]
    [MemberData(nameof(Plans))]
    public void A_plan_takes_no_more_than_its_length(string name)
    {
        var text = Encoding.UTF8.GetBytes(_plans[name]);
        Bounds.Check(text, name, () =>
        {
            var reading = PlanReader.Read(text);
            Assert.Equal(reading.IsAccepted, reading.Faults.IsEmpty);
        });
    }

    [Theory]
    [MemberData(nameof(Readings))]
    public void A_readings_file_takes_no_more_than_its_length(string name)
    {
        var plan = PlanReader.Read("workspace: w\nkpis: [{id: a}]"u8.ToArray()).Plan!;
        var text = Encoding.UTF8.GetBytes(_readings[name]);
        Bounds.Check(text, name, () =>
        {
            using var stream = new MemoryStream(text);
            var reading = ReadingsFile.ReadAllAsync(stream, plan);
            Assert.True(reading.IsCompletedSuccessfully, reading.Exception?.ToString());
        });
    }

    private static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));
}
