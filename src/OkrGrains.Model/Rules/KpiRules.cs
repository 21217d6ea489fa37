using OkrGrains.Model.Definitions;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Targets;
using OkrGrains.Model.Time;

namespace OkrGrains.Model.Rules;

/// <summary>Computes the figures of a KPI from its value (goal-model §4, §7).</summary>
public static class KpiRules
{
    /// <summary>Returns every number and word of a KPI.</summary>
    /// <param name="kpi">The definition of the KPI.</param>
    /// <param name="policy">The workspace's thresholds.</param>
    /// <param name="inputs">The KPI's value at T, from its readings or its formula.</param>
    /// <param name="newest">The time of its newest reading that is not after T; null without one and for a derived KPI.</param>
    /// <param name="at">The instant of evaluation, T.</param>
    public static GoalFigures Figures(KpiDefinition kpi, Policy policy, KpiInputs inputs, Instant? newest, Instant at)
    {
        var (standing, progress) = Measured(kpi, inputs);
        return new()
        {
            Value = standing.Value,
            Progress = progress,
            Score = standing.Score,
            Coverage = standing.Coverage,
            NoData = standing.NoData,
            Health = standing.Score is not { } score ? Health.Unscored
                : standing.Coverage == Portion.Zero ? Health.NoData
                : IsStale(kpi, newest, at) ? Health.Stale
                : HealthOf(score, policy),
        };
    }

    /// <summary>
    /// Returns the value, score and coverage that other goals read of a KPI, equal to those of its <see cref="Figures"/>.
    /// </summary>
    public static Standing Standing(KpiDefinition kpi, KpiInputs inputs) => Measured(kpi, inputs).Standing;

    private static (Standing Standing, Progress? Progress) Measured(KpiDefinition kpi, KpiInputs inputs)
    {
        var value = inputs.Value;
        var absent = value is not null ? NoDataReason.None : inputs.NotDefined ? NoDataReason.NotDefined : NoDataReason.NoReadings;
        if (kpi.Target is not { } target)
        {
            return (new(value, Score: null, Coverage: null, absent), null);
        }

        if (target is LinearTarget { Prorate: not Prorate.None } linear)
        {
            return TargetRules.AgainstPart(linear, value, inputs.Ended, captured: null);
        }

        if (value is not { } present)
        {
            return (new(Value: null, Portion.Zero, Portion.Zero, absent), null);
        }

        var (progress, score) = target.Score(present);
        return (new(present, score, Portion.One), progress);
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
