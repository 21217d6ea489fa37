using System.Collections.Immutable;
using OkrGrains.Model.Measures;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.RollUps;
using OkrGrains.Model.Targets;

namespace OkrGrains.Model.KeyResults;

/// <summary>The one way in which a key result is measured (goal-model §5).</summary>
public abstract record Measurement
{
    private protected Measurement()
    {
    }
}

/// <summary>A KPI's value against the key result's own target; without one, that KPI's score and coverage.</summary>
/// <param name="Kpi">The KPI's id.</param>
/// <param name="Target">The key result's own target; null to take the KPI's score.</param>
public sealed record KpiMeasurement(string Kpi, Target? Target) : Measurement;

/// <summary>The weighted average of several KPIs' scores.</summary>
/// <param name="Kpis">One or more, each once, each with a target.</param>
/// <param name="NoData">What one without data counts as.</param>
public sealed record KpisMeasurement(ImmutableArray<WeightedKpi> Kpis, NoDataRule NoData) : Measurement;

/// <summary>One KPI of a <see cref="KpisMeasurement"/>.</summary>
/// <param name="Kpi">The KPI's id.</param>
/// <param name="Weight">Its weight; 1 by default.</param>
public sealed record WeightedKpi(string Kpi, Weight Weight);

/// <summary>Readings sent to the key result itself, against its own target.</summary>
/// <param name="Measure">How they become a value; the window of the cycle by default.</param>
/// <param name="Target">The key result's target.</param>
public sealed record ReadingsMeasurement(Measure Measure, Target Target) : Measurement;

/// <summary>Rolled up from the objectives aligned under the key result.</summary>
/// <param name="RollUp">How the contributions become a score.</param>
/// <param name="NoData">What one without data counts as.</param>
public sealed record AlignedMeasurement(RollUpKind RollUp, NoDataRule NoData) : Measurement;
