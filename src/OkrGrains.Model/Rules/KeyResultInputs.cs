using OkrGrains.Model.Definitions;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Measures;
using OkrGrains.Model.Numbers;

namespace OkrGrains.Model.Rules;

/// <summary>The values that a key result reads (goal-model §5). Only those that its <see cref="Measurement"/> needs are used.</summary>
public readonly record struct KeyResultInputs
{
    /// <summary>The KPI of a <see cref="KpiMeasurement"/> at T′.</summary>
    public Standing Kpi { get; init; }

    /// <summary>The value at min(T, cycle start − 1 ms) of the KPI of a <see cref="KpiMeasurement"/> with a captured baseline.</summary>
    public Nano? Captured { get; init; }

    /// <summary>What a prorated target compares: the part of the window that has ended at T′, of the KPI or of the own readings.</summary>
    public PeriodPart? Ended { get; init; }

    /// <summary>The part of the window that had ended at min(T, cycle start − 1 ms), for a prorated target with a captured baseline.</summary>
    public PeriodPart? CapturedPart { get; init; }

    /// <summary>The value at T′ of the readings of a <see cref="ReadingsMeasurement"/>.</summary>
    public Nano? Own { get; init; }

    /// <summary>
    /// The KPIs of a <see cref="KpisMeasurement"/> at T′ with their weights, or the objectives aligned under an
    /// <see cref="AlignedMeasurement"/>, read at T.
    /// </summary>
    public RollUp RolledUp { get; init; }
}
