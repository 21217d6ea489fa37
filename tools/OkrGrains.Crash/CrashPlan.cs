using System.Text;
using OkrGrains.Model.Definitions;
using OkrGrains.Plans;

namespace OkrGrains.Crash;

/// <summary>
/// A plan of three levels in many versions. The goals stay the same, while targets, weights, links and windows differ, so that no two
/// versions give the same numbers once there are readings.
/// </summary>
internal sealed class CrashPlan
{
    public const string Id = "crash";
    public const string Workspace = "workspaces/" + Id;
    public const string Root = Workspace + "/objectives/top";

    private const int Kpis = 12;
    private const int Measured = 3;

    private static readonly string[] _aggregations = ["sum", "count", "average", "min", "max", "last"];
    private static readonly string[] _windows = ["all", "month", "{rolling: P7D}", "week"];

    public CrashPlan(int version)
    {
        Version = version;
        Bytes = Encoding.UTF8.GetBytes(Write(version));
        var read = PlanReader.Read(Bytes);
        Plan = read.Plan ?? throw new InvalidOperationException(string.Join('\n', read.Faults));
    }

    public int Version { get; }

    public byte[] Bytes { get; }

    public Plan Plan { get; }

    /// <summary>The goals that take readings, by the names that producers use.</summary>
    public static string[] Goals { get; } =
        [.. Enumerable.Range(0, Kpis).Select(i => $"kpis/k{i}"), .. Enumerable.Range(0, Measured).Select(i => $"keyResults/m{i}")];

    private static string Write(int version)
    {
        var text = new StringBuilder($"""
            workspace: {Id}
            cycles:
              - {"{"}id: q1, start: 2026-01-01, end: 2026-04-01{"}"}
            kpis:
              - {"{"}id: share, formula: {"{"}ratio: [k0, k1]{"}"}, atLeast: {version + 1}{"}"}

            """);
        for (var i = 0; i < Kpis; i++)
        {
            var window = _windows[(i + (version / 3)) % _windows.Length];
            var aggregation = _aggregations[i % _aggregations.Length];
            text.Append($"  - {{id: k{i}, aggregation: {aggregation}, window: {window}, target: {1000 + version + i}}}\n");
        }

        text.Append("objectives:\n  - {id: top, cycle: q1}\n");
        for (var i = 0; i < 3; i++)
        {
            text.Append($"  - {{id: mid{i}, cycle: q1, parents: [{{objective: top, weight: {1 + ((version + i) % 5)}}}]}}\n");
        }

        for (var i = 0; i < Kpis; i++)
        {
            var second = (i + version) % 3 == 0 ? ", {objective: top, weight: 2}" : "";
            var measured = i < Measured ? $", {{id: m{i}, measure: {{aggregation: {_aggregations[i]}}}, target: {50_000 + version}}}" : "";
            text.Append($"""
                  - id: low{i}
                    cycle: q1
                    parents: [{"{"}objective: mid{i % 3}{"}"}{second}]
                    keyResults: [{"{"}id: kr{i}, kpi: k{i}, target: {2000 + (version * 7)}{"}"}{measured}]

                """);
        }

        return text.ToString();
    }
}
