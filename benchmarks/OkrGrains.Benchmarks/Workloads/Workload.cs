namespace OkrGrains.Benchmarks.Workloads;

/// <summary>What is sent, and to which tree.</summary>
/// <param name="Name">As on the command line.</param>
/// <param name="Tree">The goals.</param>
/// <param name="Skew">0: readings are uniform over the KPIs; else the exponent of a Zipf distribution.</param>
/// <param name="BatchReadings">Readings in a batch.</param>
/// <param name="Producers">Streams, each with a sequence of its own.</param>
/// <param name="Connections">HTTP/2 connections that the streams are spread over.</param>
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

    /// <summary>The same from so many producers, with a connection each.</summary>
    public Workload With(int producers) => this with { Producers = producers, Connections = producers };

    public string Describe() => FormattableString.Invariant($"{Tree.Goals:N0} goals, {Producers} producers, batches of {BatchReadings}")
        + (Skew == 0 ? "" : FormattableString.Invariant($", Zipf {Skew}"));
}
