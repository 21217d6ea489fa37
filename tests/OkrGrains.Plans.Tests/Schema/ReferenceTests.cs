using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OkrGrains.Model.Evaluation;
using OkrGrains.Model.Time;
using OkrGrains.Plans.Advice;

namespace OkrGrains.Plans.Tests.Schema;

/// <summary>docs/plans.md and the schema have every key that is read, and the examples of the document run.</summary>
public sealed partial class ReferenceTests
{
    private static readonly string _document = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "plans.md"));

    /// <summary>Plans with an unknown key, at which the reader lists the keys that it knows, and the part of the schema for that place.</summary>
    public static TheoryData<string, string> Places() => new()
    {
        { "workspace: w\nx: 1", "" },
        { "workspace: w\npolicy: {x: 1}", "/properties/policy" },
        { "workspace: w\nlint: {x: 1}", "/properties/lint" },
        { "workspace: w\ncycles: [{id: c, start: 2026-01-01, end: 2026-04-01, x: 1}]", "/$defs/cycle" },
        { Refusal.Kpi("target: 1, x: 1"), "/$defs/kpi" },
        { Refusal.Kpi("aggregation: sum, window: day, range: [1, 2], x: 1"), "/$defs/kpi" },
        { Refusal.Kpi("formula: {ratio: [day, day]}, atLeast: 1, x: 1"), "/$defs/kpi" },
        { Refusal.Kpi("steps: [[1, 1]], x: 1"), "/$defs/kpi" },
        { Refusal.Kpi("formula: {x: 1}"), "/$defs/kpi/properties/formula" },
        { Refusal.Objective("cycle: q1, x: 1"), "/$defs/objective" },
        { Refusal.Objective("parents: [{objective: other, x: 1}]"), "/$defs/objective/properties/parents/items" },
        { Refusal.KeyResult("x: 1"), "/$defs/keyResult" },
        { Refusal.KeyResult("kpi: plain, target: 1, x: 1"), "/$defs/keyResult" },
        { Refusal.KeyResult("kpis: [{kpi: scored, x: 1}]"), "/$defs/keyResult/properties/kpis/items" },
        { Refusal.KeyResult("kpis: [{kpi: scored}], x: 1"), "/$defs/keyResult" },
        { Refusal.KeyResult("measure: {x: 1}, target: 1"), "/$defs/keyResult/properties/measure" },
        { Refusal.KeyResult("milestones: [{date: 2026-02-01, progress: 0.5, x: 1}]"), "/$defs/milestone" },
    };

    public static TheoryData<string> Examples() => [.. Example().Matches(_document).Select(match => match.Groups[1].Value)];

    [Theory]
    [MemberData(nameof(Places))]
    public void The_keys_that_are_read_stand_in_the_document_and_in_the_schema(string plan, string place)
    {
        var message = Assert.Single(Refusal.Read(plan).Faults, fault => fault.Reason == "UNKNOWN_KEY").Message;
        var keys = message[(message.IndexOf("keys here are ", StringComparison.Ordinal) + "keys here are ".Length)..].Split(", ");

        JsonNode part = JsonNode.Parse(PlanSchema.Text)!;
        foreach (var step in place.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            part = part[step]!;
        }

        var properties = part["properties"]!.AsObject();
        Assert.NotEmpty(keys);
        Assert.All(keys, key => Assert.True(properties.ContainsKey(key), $"{key} is not in the schema"));
        Assert.All(keys, key => Assert.True(IsNamed(key), $"{key} is not in docs/plans.md"));
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Every_example_runs(string plan)
    {
        var reading = Refusal.Read(plan);

        Assert.Empty(reading.Faults);
        Assert.True(PlanSchema.Accepts(plan));
        var evaluation = Evaluator.Evaluate(reading.Plan!, [], Instant.Parse("2026-05-01T00:00:00Z"));
        Assert.Equal(reading.Plan!.Kpis.Length, evaluation.Kpis.Length);
        Assert.Equal(reading.Plan.Objectives.Length, evaluation.Objectives.Length);
    }

    [Fact]
    public void The_examples_show_every_key_of_the_schema()
    {
        var examples = string.Concat(Example().Matches(_document).Select(match => match.Groups[1].Value));
        var keys = Keys(JsonNode.Parse(PlanSchema.Text)!).Distinct();

        Assert.DoesNotContain(keys, key => !Regex.IsMatch(examples, $@"\b{key}:", RegexOptions.None, TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void The_document_lists_all_advice() =>
        Assert.Equal(AdviceRules.Codes.Order(), Code().Matches(_document).Select(match => match.Groups[1].Value).Order());

    private static bool IsNamed(string key) => Regex.IsMatch(_document, $@"`{{?{key}\b", RegexOptions.None, TimeSpan.FromSeconds(10));

    private static IEnumerable<string> Keys(JsonNode node) => node switch
    {
        JsonObject map => (map["properties"]?["id"] is not null || map["additionalProperties"] is not null
                ? (map["properties"] as JsonObject)?.Select(property => property.Key) ?? []
                : [])
            .Concat(map.Where(entry => entry.Value is not null).SelectMany(entry => Keys(entry.Value!))),
        JsonArray list => list.OfType<JsonNode>().SelectMany(Keys),
        _ => [],
    };

    [GeneratedRegex("```yaml\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();

    [GeneratedRegex(@"^\| `([A-Z_]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Code();
}
