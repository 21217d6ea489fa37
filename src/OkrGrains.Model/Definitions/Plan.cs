using System.Collections.Immutable;

namespace OkrGrains.Model.Definitions;

/// <summary>All goals of a workspace, as its plan files define them: those of the part <c>main</c>, then the others by name (goal-model §9).</summary>
public sealed record Plan
{
    /// <summary>The id of the workspace.</summary>
    public required string Workspace { get; init; }

    /// <summary>The settings that goals of the workspace share.</summary>
    public WorkspaceSettings Settings { get; init; } = new();

    /// <summary>The KPIs, in the order of the plan.</summary>
    public ImmutableArray<KpiDefinition> Kpis { get; init; } = [];

    /// <summary>The objectives with their key results, in the order of the plan.</summary>
    public ImmutableArray<ObjectiveDefinition> Objectives { get; init; } = [];
}

/// <summary>The settings that goals of a workspace share (goal-model §7, §9).</summary>
public sealed record WorkspaceSettings
{
    /// <summary>The IANA zone of cycles, and of measures that name no zone; null for UTC.</summary>
    public string? TimeZone { get; init; }

    /// <summary>The thresholds of status and health.</summary>
    public Policy Policy { get; init; } = new();

    /// <summary>The cycles, in the order of the plan.</summary>
    public ImmutableArray<CycleDefinition> Cycles { get; init; } = [];

    /// <summary>The codes of advice that the part <see cref="PlanPart.Main"/> silences, in the order of the plan.</summary>
    public ImmutableArray<string> LintOff { get; init; } = [];

    /// <summary>The other parts of the workspace that hold anything, by their names.</summary>
    public ImmutableArray<PlanPart> Parts { get; init; } = [];

    /// <summary>All parts in plan order: <see cref="PlanPart.Main"/>, which is there though it may hold nothing, then the others.</summary>
    public IEnumerable<PlanPart> AllParts => Parts.Prepend(new PlanPart(PlanPart.Main, LintOff));
}
