using System.Collections.Immutable;
using OkrGrains.Model.Measures;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Rules;
using OkrGrains.Model.Targets;

namespace OkrGrains.Model.Definitions;

/// <summary>The one way in which a key result is measured (goal-model §5).</summary>
public abstract record Measurement
{
    private protected Measurement()
    {
    }
}

/// <summary>The value of a KPI against the key result's own target or, without one, the score and coverage of that KPI.</summary>
/// <param name="Kpi">The id of the KPI.</param>
/// <param name="Target">The key result's own target; null to take the KPI's score.</param>
public sealed record KpiMeasurement(string Kpi, Target? Target) : Measurement;

/// <summary>The weighted average of several KPIs' scores.</summary>
/// <param name="Kpis">One KPI or more, each once, each with a target.</param>
/// <param name="NoData">The rule for a KPI without data.</param>
public sealed record KpisMeasurement(ImmutableArray<WeightedKpi> Kpis, NoDataRule NoData) : Measurement;

/// <summary>One KPI of a <see cref="KpisMeasurement"/>.</summary>
/// <param name="Kpi">The id of the KPI.</param>
/// <param name="Weight">The weight of the KPI; 1 by default.</param>
public sealed record WeightedKpi(string Kpi, Weight Weight);

/// <summary>The readings sent to the key result itself, against its own target.</summary>
/// <param name="Measure">The aggregation and the window of the readings; by default the window is the cycle.</param>
/// <param name="Target">The key result's target.</param>
public sealed record ReadingsMeasurement(Measure Measure, Target Target) : Measurement;

/// <summary>The roll-up of the objectives aligned under the key result.</summary>
/// <param name="RollUp">The kind of roll-up that turns the contributions into a score.</param>
/// <param name="NoData">The rule for a contribution without data.</param>
public sealed record AlignedMeasurement(RollUpKind RollUp, NoDataRule NoData) : Measurement;
