using OkrGrains.Model.Cycles;

namespace OkrGrains.Plans.Cycles;

/// <summary>What is known of the cycle of an objective and its key results while they are read.</summary>
/// <param name="IsNone">Whether there is surely none.</param>
/// <param name="Definition">The cycle; null where it was refused, or is not looked up.</param>
internal readonly record struct GoalCycle(bool IsNone, CycleDefinition? Definition)
{
    public static GoalCycle None => new(true, null);

    public static GoalCycle Unknown => new(false, null);
}
