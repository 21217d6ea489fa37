using OkrGrains.Model.Measures;
using OkrGrains.Model.Numbers;

namespace OkrGrains.Model.Rules;

/// <summary>The values from which the figures of a KPI follow (goal-model §3, §4).</summary>
public readonly record struct KpiInputs
{
    /// <summary>The value; null when absent.</summary>
    public Nano? Value { get; init; }

    /// <summary>True if a derived value is absent though the operands that it needs now have values.</summary>
    public bool NotDefined { get; init; }

    /// <summary>The part of the window that has ended, which a prorated target compares; null for every other KPI.</summary>
    public PeriodPart? Ended { get; init; }

    /// <summary>Returns the inputs of a value alone.</summary>
    public static KpiInputs Of(Nano? value) => new() { Value = value };
}
