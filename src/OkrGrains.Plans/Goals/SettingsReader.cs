using System.Collections.Immutable;
using OkrGrains.Model.Definitions;
using OkrGrains.Plans.Advice;
using OkrGrains.Plans.Links;
using OkrGrains.Plans.Text;

namespace OkrGrains.Plans.Goals;

/// <summary>Reads the settings that goals of a workspace share (goal-model §7, §9).</summary>
internal static class SettingsReader
{
    private static readonly Policy _defaults = new();

    public static WorkspaceSettings Read(Fields plan, IdIndex<CycleDefinition?> cycles) => new()
    {
        TimeZone = plan.TimeZone("timeZone"),
        Policy = plan.Take("policy") is { } node && Fields.Of(node, plan.Faults) is { } policy ? Policy(policy) : _defaults,
        Cycles = Cycles(plan, cycles),
        LintOff = LintReader.Read(plan),
    };

    private static Policy Policy(Fields policy)
    {
        var read = new Policy
        {
            BehindAfter = policy.Number("behindAfter") ?? _defaults.BehindAfter,
            AtRiskAfter = policy.Number("atRiskAfter") ?? _defaults.AtRiskAfter,
            HealthyFrom = policy.Number("healthyFrom") ?? _defaults.HealthyFrom,
            WatchFrom = policy.Number("watchFrom") ?? _defaults.WatchFrom,
        };
        policy.RefuseUnknown();
        return read;
    }

    private static ImmutableArray<CycleDefinition> Cycles(Fields plan, IdIndex<CycleDefinition?> index)
    {
        var cycles = ImmutableArray.CreateBuilder<CycleDefinition>();
        foreach (var item in plan.List("cycles"))
        {
            if (Fields.Of(item, plan.Faults) is not { } fields)
            {
                continue;
            }

            var cycle = CycleReader.Read(fields);
            index.Add(fields, cycle);
            if (cycle is not null)
            {
                cycles.Add(cycle);
            }
        }

        return cycles.ToImmutable();
    }
}
