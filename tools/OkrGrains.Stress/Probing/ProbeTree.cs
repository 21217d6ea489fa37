using System.Globalization;
using System.Text;
using OkrGrains.Client;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Stress.Probing;

/// <summary>
/// A chain of goals over one KPI whose readings are all 1. The score at the top therefore says how many of them count, and so how fresh it
/// is.
/// </summary>
internal static class ProbeTree
{
    public const string Workspace = "workspaces/probe";
    public const string Kpi = "kpis/sent";
    public const string Root = Workspace + "/objectives/root";

    // A score has nine digits, and with this target one reading is worth the last of them.
    private const int Target = 1_000_000_000;

    private static readonly string _plan = $$"""
        workspace: probe
        kpis: [{id: sent, aggregation: sum, target: {{Target}}}]
        objectives:
          - {id: root}
          - {id: upper, parents: [{objective: root}]}
          - {id: lower, parents: [{objective: upper}], keyResults: [{id: result, kpis: [{kpi: sent}]}]}
        """;

    public static async Task ApplyAsync(OkrClient client)
    {
        using var plan = new MemoryStream(Encoding.UTF8.GetBytes(_plan));
        await client.Goals.ApplyPlanAsync(plan, new ApplyPlanHeader { Author = "stress" });
    }

    /// <summary>Returns the number of readings that the state of a goal in the chain has counted; null for a goal without data.</summary>
    public static long? Counted(Goal goal) => goal.Figures?.Score?.Decimal is { Length: > 0 } score
        ? (long)(decimal.Parse(score, CultureInfo.InvariantCulture) * Target)
        : null;
}
