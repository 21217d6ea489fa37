using OkrGrains.Model.Definitions;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Time;

namespace OkrGrains.Model.Rules;

/// <summary>Computes when a KPI becomes stale (goal-model §7).</summary>
public static class Staleness
{
    /// <summary>
    /// Returns the change to <see cref="Health.Stale"/> after <paramref name="at"/> if value and newest reading stay; null for never, and
    /// if the KPI is stale already.
    /// </summary>
    /// <param name="kpi">The definition of the KPI.</param>
    /// <param name="figures">The figures of the KPI at <paramref name="at"/>.</param>
    /// <param name="newest">
    /// The time of its newest reading that is not after <paramref name="at"/>; null without one and for a derived KPI.
    /// </param>
    /// <param name="at">The instant of evaluation, T.</param>
    public static StatusChange? Next(KpiDefinition kpi, GoalFigures figures, Instant? newest, Instant at)
    {
        ArgumentNullException.ThrowIfNull(kpi);
        ArgumentNullException.ThrowIfNull(figures);
        return kpi is { Formula: null, StaleAfter: { } limit }
            && figures.Health is Health.Healthy or Health.Watch or Health.Unhealthy
            && newest is { } last
            && last.UnixMillis <= Instant.Latest.UnixMillis - limit.Milliseconds - 1
            && last.Plus(limit.Milliseconds + 1) is var change
            && change > at
                ? new StatusChange(change, null, Health.Stale)
                : null;
    }
}
