using System.Text;

namespace OkrGrains.Plans.Tests;

/// <summary>Builds plans with one goal under test and asserts the fault that refuses them.</summary>
internal static class Refusal
{
    public static PlanReading Read(string text) => PlanReader.Read(Encoding.UTF8.GetBytes(text));

    /// <summary>Asserts that the plan has this fault and no other.</summary>
    public static void Only(string plan, string place, string reason)
    {
        var fault = Assert.Single(Read(plan).Faults);
        Assert.Equal((place, reason), (fault.Place, fault.Reason));
        Assert.NotEqual("", fault.Message);
        Assert.True(fault.Line > 0 && fault.Column > 0, fault.ToString());
    }

    public static void None(string plan) => Assert.Empty(Read(plan).Faults);

    /// <summary>Returns a plan whose KPI under test is kpis[0]; `day`, `rolling`, `scored` and `derived` stand beside it.</summary>
    public static string Kpi(string keys) => $$$"""
        workspace: w
        kpis:
          - {id: k, {{{keys}}} }
          - {id: day, aggregation: sum, window: day}
          - {id: rolling, window: {rolling: P7D}}
          - {id: scored, target: 5}
          - {id: derived, formula: {sum: [day]}}
        """;

    /// <summary>
    /// Returns a plan whose key result under test is objectives[0].keyResults[0], in the cycle q1 (January to March of 2026).
    /// </summary>
    public static string KeyResult(string keys) => Objective("cycle: q1, keyResults: [{id: r, " + keys + "}]");

    /// <summary>
    /// Returns a plan whose objective under test is objectives[0]; the objective `other` with its key result `rolled` stands beside it.
    /// </summary>
    public static string Objective(string keys) => $$$"""
        workspace: w
        cycles: [{id: q1, start: 2026-01-01, end: 2026-04-01}]
        kpis:
          - {id: plain}
          - {id: scored, target: 5}
          - {id: scored-too, atMost: 5}
        objectives:
          - {id: o, {{{keys}}} }
          - {id: other, keyResults: [{id: rolled}]}
        """;
}
