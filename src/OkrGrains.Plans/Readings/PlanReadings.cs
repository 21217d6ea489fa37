using System.Collections.Immutable;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Measures;

namespace OkrGrains.Plans.Readings;

/// <summary>The readings of a file by goal, or every fault that refuses the file.</summary>
public sealed class PlanReadings
{
    internal PlanReadings(IReadOnlyDictionary<GoalName, IReadOnlyList<Reading>> byGoal, ImmutableArray<ReadingFault> faults)
    {
        ByGoal = byGoal;
        Faults = faults;
    }

    /// <summary>The readings of each goal that has any, in the order of the lines; empty when there are faults.</summary>
    public IReadOnlyDictionary<GoalName, IReadOnlyList<Reading>> ByGoal { get; }

    /// <summary>
    /// The faults by line; empty when the file is accepted. There are at most 1,000, then one of line 0 with the reason
    /// <c>TOO_MANY_FAULTS</c>.
    /// </summary>
    public ImmutableArray<ReadingFault> Faults { get; }
}
