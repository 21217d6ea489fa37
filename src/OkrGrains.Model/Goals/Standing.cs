using OkrGrains.Model.Numbers;

namespace OkrGrains.Model.Goals;

/// <summary>The figures that other goals read of a goal at one instant.</summary>
/// <param name="Value">The value; null when absent, and for an objective.</param>
/// <param name="Score">The score; null for a KPI without a target.</param>
/// <param name="Coverage">The coverage; null for a KPI without a target.</param>
/// <param name="NoData">The reason why there is no data; <see cref="NoDataReason.None"/> where there is.</param>
public readonly record struct Standing(Nano? Value, Portion? Score, Portion? Coverage, NoDataReason NoData = NoDataReason.None);
