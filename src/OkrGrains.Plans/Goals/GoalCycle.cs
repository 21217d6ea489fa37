using OkrGrains.Model.Definitions;

namespace OkrGrains.Plans.Goals;

/// <summary>The cycle of an objective and its key results, as far as it is known while they are read.</summary>
/// <param name="IsNone">True if there is certainly no cycle.</param>
/// <param name="Definition">The cycle; null if it was refused or is not looked up.</param>
internal readonly record struct GoalCycle(bool IsNone, CycleDefinition? Definition)
{
    public static GoalCycle None => new(true, null);

    public static GoalCycle Unknown => new(false, null);
}
