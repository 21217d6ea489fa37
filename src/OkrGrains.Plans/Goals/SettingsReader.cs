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

    /// <summary>Reads the settings of the part <see cref="PlanPart.Main"/>, its cycles among them.</summary>
    public static WorkspaceSettings Read(Fields plan, IdIndex<CycleDefinition?> cycles) => Read(plan, cycles, static _ => PlanPart.Main);

    /// <summary>Reads stored settings, which are those of all parts together.</summary>
    public static WorkspaceSettings ReadStored(Fields settings)
    {
        var parts = ImmutableArray.CreateBuilder<PlanPart>();
        foreach (var item in settings.List("parts"))
        {
            if (Fields.Of(item, settings.Faults) is { } part)
            {
                parts.Add(new PlanPart(part.OwnId(), LintReader.Read(part)));
                part.RefuseUnknown();
            }
        }

        return Read(settings, new IdIndex<CycleDefinition?>(), PartKey.Take) with { Parts = parts.ToImmutable() };
    }

    /// <summary>Reads what another part has of the settings, and adds it to those of the parts before.</summary>
    public static WorkspaceSettings AddPart(WorkspaceSettings before, Fields plan, string part, IdIndex<CycleDefinition?> cycles)
    {
        foreach (var key in (ReadOnlySpan<string>)["timeZone", "policy"])
        {
            // A file whose part cannot be read may be any.
            if (plan.Take(key) is { } node && part.Length > 0)
            {
                plan.Faults.AddAtKey(node, FaultReason.OnlyInMain, $"only the part `{PlanPart.Main}` gives `{key}`, not the part `{part}`");
            }
        }

        var holds = new PlanPart(part, LintReader.Read(plan));
        var isEmpty = holds.LintOff.IsEmpty && !((string[])["cycles", "kpis", "objectives"]).Any(key => plan.List(key).Count > 0);
        return before with
        {
            Cycles = [.. before.Cycles, .. Cycles(plan, cycles, _ => part)],
            Parts = isEmpty ? before.Parts : [.. before.Parts, holds],
        };
    }

    private static WorkspaceSettings Read(Fields plan, IdIndex<CycleDefinition?> cycles, Func<Fields, string> partOf) => new()
    {
        TimeZone = plan.TimeZone("timeZone"),
        Policy = plan.Take("policy") is { } node && Fields.Of(node, plan.Faults) is { } policy ? Policy(policy) : _defaults,
        Cycles = Cycles(plan, cycles, partOf),
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

    private static ImmutableArray<CycleDefinition> Cycles(Fields plan, IdIndex<CycleDefinition?> index, Func<Fields, string> partOf)
    {
        var cycles = ImmutableArray.CreateBuilder<CycleDefinition>();
        foreach (var item in plan.List("cycles"))
        {
            if (Fields.Of(item, plan.Faults) is not { } fields)
            {
                continue;
            }

            var part = partOf(fields);
            var cycle = CycleReader.Read(fields);
            index.Add(fields, cycle);
            if (cycle is not null)
            {
                cycles.Add(cycle with { Part = part });
            }
        }

        return cycles.ToImmutable();
    }
}
