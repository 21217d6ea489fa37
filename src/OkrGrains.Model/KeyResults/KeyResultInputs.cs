using OkrGrains.Model.Goals;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.RollUps;

namespace OkrGrains.Model.KeyResults;

/// <summary>What a key result reads (goal-model §5); only what its <see cref="Measurement"/> needs is looked at.</summary>
public readonly record struct KeyResultInputs
{
    /// <summary>Of a <see cref="KpiMeasurement"/>: the KPI at T′.</summary>
    public Standing Kpi { get; init; }

    /// <summary>Of a <see cref="KpiMeasurement"/> with a captured baseline: the KPI's value at min(T, cycle start − 1 ms).</summary>
    public Nano? Captured { get; init; }

    /// <summary>Of a <see cref="ReadingsMeasurement"/>: the value of its own readings at T′.</summary>
    public Nano? Own { get; init; }

    /// <summary>
    /// Of a <see cref="KpisMeasurement"/>: the KPIs at T′ with their weights. Of an <see cref="AlignedMeasurement"/>: the objectives
    /// aligned under it, read at T.
    /// </summary>
    public RollUp RolledUp { get; init; }
}
