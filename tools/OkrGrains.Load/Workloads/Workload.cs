namespace OkrGrains.Load.Workloads;

/// <summary>A workload: the readings that are sent, and the tree of goals that takes them.</summary>
/// <param name="Name">The name on the command line.</param>
/// <param name="Tree">The tree of goals.</param>
/// <param name="Skew">The exponent of a Zipf distribution of the readings over the KPIs; 0 for a uniform distribution.</param>
/// <param name="BatchReadings">The number of readings in a batch.</param>
/// <param name="Producers">The number of producers, each with a stream and a sequence of its own.</param>
/// <param name="Connections">The number of HTTP/2 connections over which the streams are spread.</param>
internal sealed record Workload(string Name, GoalTree Tree, double Skew, int BatchReadings, int Producers, int Connections)
{
    private static readonly GoalTree Thousands = new(Kpis: 10_000, KeyResults: 1_000, Objectives: [100, 10, 1]);

    public static IReadOnlyList<Workload> All { get; } =
    [
        new("w1", Thousands, Skew: 0, BatchReadings: 1_000, Producers: 8, Connections: 8),
        new("w2", Thousands, Skew: 1.2, BatchReadings: 1_000, Producers: 8, Connections: 8),
        new("w3", new(Kpis: 1, KeyResults: 1, Objectives: [1]), Skew: 0, BatchReadings: 1_000, Producers: 1, Connections: 1),
        new("w4", new(Kpis: 100_000, KeyResults: 100_000, Objectives: [1]), Skew: 0, BatchReadings: 1_000, Producers: 8, Connections: 8),
        new("w5", Thousands, Skew: 0, BatchReadings: 1, Producers: 200, Connections: 200),
        new("w5-10", Thousands, Skew: 0, BatchReadings: 10, Producers: 200, Connections: 200),
    ];

    public static Workload Named(string name) => All.Single(workload => workload.Name == name);

    /// <summary>Returns the same workload with another number of producers, each with a connection of its own.</summary>
    public Workload With(int producers) => this with { Producers = producers, Connections = producers };

    public string Describe() => FormattableString.Invariant($"{Tree.Goals:N0} goals, {Producers} producers, batches of {BatchReadings}")
        + (Skew == 0 ? "" : FormattableString.Invariant($", Zipf {Skew}"));
}
