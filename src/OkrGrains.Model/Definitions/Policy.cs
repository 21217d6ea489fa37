using OkrGrains.Model.Numbers;

namespace OkrGrains.Model.Definitions;

/// <summary>The thresholds of status and health of a workspace (goal-model §7).</summary>
public sealed record Policy
{
    /// <summary>The greatest gap to the expected progress that is still on track; 0.05 by default.</summary>
    public Nano BehindAfter { get; init; } = new(50_000_000);

    /// <summary>The greatest gap to the expected progress that is behind and not yet at risk; 0.25 by default.</summary>
    public Nano AtRiskAfter { get; init; } = new(250_000_000);

    /// <summary>The least score of a healthy KPI; 0.9 by default.</summary>
    public Nano HealthyFrom { get; init; } = new(900_000_000);

    /// <summary>The least score of a KPI that is not unhealthy; 0.7 by default.</summary>
    public Nano WatchFrom { get; init; } = new(700_000_000);
}
