using OkrGrains.Model.Goals;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Plans;
using OkrGrains.Model.Time;

namespace OkrGrains.Model.Kpis;

/// <summary>What a KPI's value means (goal-model §4, §7).</summary>
public static class KpiRules
{
    /// <summary>Every number and word of a KPI.</summary>
    /// <param name="kpi">Its definition.</param>
    /// <param name="policy">The workspace's thresholds.</param>
    /// <param name="value">Its value at T, from its readings or its formula; null when absent.</param>
    /// <param name="newest">The time of its newest reading that is not after T; null without one and for a derived KPI.</param>
    /// <param name="at">T.</param>
    public static GoalFigures Figures(KpiDefinition kpi, Policy policy, Nano? value, Instant? newest, Instant at)
    {
        if (kpi.Target is not { } target)
        {
            return new() { Value = value, Health = Health.Unscored };
        }

        if (value is not { } present)
        {
            return new() { Score = Portion.Zero, Coverage = Portion.Zero, Health = Health.NoData };
        }

        var (progress, score) = target.Score(present);
        return new()
        {
            Value = present,
            Progress = progress,
            Score = score,
            Coverage = Portion.One,
            Health = IsStale(kpi, newest, at) ? Health.Stale : HealthOf(score, policy),
        };
    }

    private static bool IsStale(KpiDefinition kpi, Instant? newest, Instant at) =>
        kpi is { Formula: null, StaleAfter: { } limit }
        && newest is { } last
        && at.UnixMillis - last.UnixMillis > limit.Milliseconds;

    private static Health HealthOf(Portion score, Policy policy) =>
        score.Grid >= policy.HealthyFrom.Units ? Health.Healthy
        : score.Grid >= policy.WatchFrom.Units ? Health.Watch
        : Health.Unhealthy;
}
