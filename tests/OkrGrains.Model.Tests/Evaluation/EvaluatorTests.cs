using System.Buffers;
using System.Text;
using System.Text.Json;
using OkrGrains.Model.Definitions;
using OkrGrains.Model.Evaluation;
using OkrGrains.Model.Formulas;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Measures;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Targets;
using OkrGrains.Model.Time;

namespace OkrGrains.Model.Tests.Evaluation;

public sealed class EvaluatorTests
{
    private static readonly Instant At = Instant.Parse("2026-01-02T00:00:00Z");

    [Fact]
    public void Results_have_the_shape_of_the_page()
    {
        var plan = new Plan
        {
            Workspace = "w",
            Kpis = [new() { Id = "k", Measure = new(), Target = new LinearTarget(Nano.Zero, LinearEnd.Target, Nano.Parse("10")) }],
            Objectives = [new() { Id = "o", KeyResults = [new() { Id = "kr", Measurement = new KpiMeasurement("k", null) }] }],
        };
        var evaluation = Evaluator.Evaluate(plan, [new(new(GoalKind.Kpi, "k"), At, Nano.Parse("7"))], At);
        Assert.Equal(
            """
            {"at":"2026-01-02T00:00:00Z",
            "kpis":{"k":{"value":"7","progress":"0.7","score":"0.7","coverage":"1","health":"WATCH","noDataReason":null}},
            "keyResults":{"kr":{"value":null,"progress":null,"score":"0.7","coverage":"1",
            "expected":null,"status":"ON_TRACK","grade":null,"noDataReason":null}},
            "objectives":{"o":{"score":"0.7","coverage":"1","expected":null,"status":"ON_TRACK","grade":null,"noDataReason":null}}}
            """.ReplaceLineEndings(""),
            Json(evaluation));
    }

    [Fact]
    public void A_long_chain_of_formulas_and_a_widely_read_kpi_are_no_trouble()
    {
        const int Length = 20_000;
        var kpis = new KpiDefinition[Length];
        kpis[^1] = new() { Id = Id(Length - 1), Measure = new() };
        for (var i = 0; i < Length - 1; i++)
        {
            // Each KPI reads the next one twice: without keeping computed values this would take 2^20000 steps.
            kpis[i] = new() { Id = Id(i), Formula = new RatioFormula(Id(i + 1), Id(i + 1), false) };
        }

        var evaluation = Evaluator.Evaluate(
            new() { Workspace = "w", Kpis = [.. kpis] }, [new(new(GoalKind.Kpi, Id(Length - 1)), At, Nano.Parse("7"))], At);
        Assert.Equal(Nano.Parse("1"), evaluation.Kpis[0].Figures.Value);

        static string Id(int i) => $"k{i}";
    }

    [Fact]
    public void Readings_of_the_future_and_of_unknown_goals_do_not_count()
    {
        var plan = new Plan { Workspace = "w", Kpis = [new() { Id = "k", Measure = new Measure { Aggregation = Aggregation.Count } }] };
        var goal = new GoalName(GoalKind.Kpi, "k");
        var evaluation = Evaluator.Evaluate(
            plan, [new(goal, At, default), new(goal, At.Plus(1), default), new(new(GoalKind.KeyResult, "k"), At, default)], At);
        Assert.Equal(Nano.Parse("1"), evaluation.Kpis[0].Figures.Value);
    }

    [Fact]
    public void Before_its_cycle_a_key_result_captures_the_value_of_the_instant_itself()
    {
        var kpi = new GoalName(GoalKind.Kpi, "k");
        var target = new LinearTarget(null, LinearEnd.ChangeBy, Nano.Parse("10"));
        var plan = new Plan
        {
            Workspace = "w",
            Settings = new() { Cycles = [new("c", new(2026, 2, 1), new(2026, 3, 1), Duration.Zero)] },
            Kpis = [new() { Id = "k", Measure = new() }],
            Objectives = [new() { Id = "o", Cycle = "c", KeyResults = [new() { Id = "kr", Measurement = new KpiMeasurement("k", target) }] }],
        };
        GoalReading[] readings = [new(kpi, At, Nano.Parse("5")), new(kpi, Instant.Parse("2026-01-20T00:00:00Z"), Nano.Parse("8"))];
        Assert.Equal("0", Progress(At));
        Assert.Equal("0", Progress(Instant.Parse("2026-01-31T23:59:59.999Z")));

        string? Progress(Instant at) => Evaluator.Evaluate(plan, readings, at).KeyResults[0].Figures.Progress?.ToString();
    }

    private static string Json(OkrGrains.Model.Evaluation.Evaluation evaluation)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            ResultJson.Write(json, evaluation);
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }
}
