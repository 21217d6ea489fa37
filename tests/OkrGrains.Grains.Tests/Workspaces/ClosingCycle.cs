using System.Text;
using OkrGrains.Grains.Goals;
using OkrGrains.Grains.Workspaces;
using OkrGrains.Model.Evaluation;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Time;
using OkrGrains.Plans;
using OkrGrains.Storage;
using OkrGrains.TestKit.Histories;

namespace OkrGrains.Grains.Tests.Workspaces;

/// <summary>A workspace with one cycle, January, that closes two days after its end, and a clock that a test moves.</summary>
internal sealed class ClosingCycle : IAsyncDisposable
{
    public const string Workspace = "w";

    private readonly List<DrawnReading> _accepted = [];

    private ClosingCycle(GoalCluster cluster, MovedTime time)
    {
        Cluster = cluster;
        Time = time;
    }

    public static Instant January20 { get; } = Instant.Parse("2026-01-20T00:00:00Z");

    public static Instant End { get; } = Instant.Parse("2026-02-01T00:00:00Z");

    public static Instant Closing { get; } = Instant.Parse("2026-02-03T00:00:00Z");

    public static GoalName A { get; } = new(GoalKind.Kpi, "a");

    public static GoalName ByA { get; } = new(GoalKind.KeyResult, "by-a");

    public static GoalName Own { get; } = new(GoalKind.KeyResult, "own");

    public static GoalName Grow { get; } = new(GoalKind.Objective, "grow");

    public static GoalName Above { get; } = new(GoalKind.Objective, "above");

    public GoalCluster Cluster { get; }

    public MovedTime Time { get; }

    /// <summary>The producer of the newest reading, whose sequence is 1.</summary>
    public string LastProducer { get; private set; } = "";

    public static byte[] Plan(int target = 1000, string more = "", string end = "2026-02-01") => Encoding.UTF8.GetBytes($$"""
        workspace: w
        cycles: [{id: q1, start: 2026-01-01, end: {{end}}, closeAfter: P2D}]
        kpis:
          - {id: a, aggregation: sum}
        objectives:
          - {id: above}
          - id: grow
            cycle: q1
            parents: [{objective: above}]
            keyResults:
              - {id: by-a, kpi: a, target: {{target}}}
              - {id: own, measure: {aggregation: sum}, target: 10}
        {{more}}
        """);

    public static async Task<ClosingCycle> StartAsync(
        int silos, Instant? at = null, string? folder = null, bool apply = true, Func<IGoalStore, IGoalStore>? wrap = null)
    {
        var time = new MovedTime(at ?? January20);
        var cycle = new ClosingCycle(await GoalCluster.StartAsync(silos, default, folder, wrap, time), time);
        if (apply)
        {
            await cycle.Cluster.ApplyAsync(Plan());
        }

        return cycle;
    }

    /// <summary>Returns the model's evaluation of everything accepted so far.</summary>
    public Evaluation Expected(Instant at, byte[]? plan = null) => Evaluator.Evaluate(
        PlanReader.Read(plan ?? Plan()).Plan!, [.. _accepted.Select(reading => reading.ToGoalReading())], at);

    public async Task PushAsync(GoalName goal, double value, string time = "2026-01-15T00:00:00Z", int silo = 1)
    {
        var reading = new DrawnReading(goal, Instant.Parse(time), value);
        _accepted.Add(reading);
        LastProducer = $"{Guid.NewGuid():N}";
        await Cluster.PushAsync(Workspace, [(reading.Goal, reading.Time, reading.Value)], 1, silo, LastProducer);
    }

    /// <summary>Leaves the newest reading out of what is expected, after a test has retracted it.</summary>
    public void ForgetLast() => _accepted.RemoveAt(_accepted.Count - 1);

    /// <summary>Moves the clock and closes what is due by then.</summary>
    public async Task MoveAsync(Instant at, int silo = 0)
    {
        Time.At = at;
        await Cluster.Of<DueClosings>(silo).CloseAsync(at, CancellationToken.None);
    }

    public Task<GoalState> StateAsync(GoalName goal, int silo = 2) => Cluster.StateAsync(Workspace, goal, silo);

    public IWorkspaceGrain Owner(int silo = 1) => Cluster.Of<IGrainFactory>(silo).GetGrain<IWorkspaceGrain>(Workspace);

    public static FinalScore Final(Evaluation evaluation, GoalName goal)
    {
        var figures = evaluation.Of(goal);
        return new FinalScore(figures.Score!.Value, figures.Coverage!.Value, figures.Grade!.Value, evaluation.At);
    }

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();
}
