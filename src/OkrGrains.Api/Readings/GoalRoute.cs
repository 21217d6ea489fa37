using OkrGrains.Api.Mapping;
using OkrGrains.Contracts.V1;
using OkrGrains.Grains.Directory;
using OkrGrains.Grains.Goals;

namespace OkrGrains.Api.Readings;

/// <summary>Where readings for a goal go, or why they go nowhere.</summary>
/// <param name="Goal">The goal; meaningless when refused.</param>
/// <param name="Refused">Why not; unspecified when they go there.</param>
internal readonly record struct GoalRoute(GoalAddress Goal, ErrorReason Refused)
{
    public bool IsOpen => Refused == ErrorReason.Unspecified;

    public static GoalRoute To(WorkspaceDirectory directory, string name)
    {
        if (!Names.TryGoal(name, out var goal) || !directory.ByName.TryGetValue(goal, out var entry))
        {
            return new GoalRoute(default, ErrorReason.UnknownGoal);
        }

        return new GoalRoute(entry.Address, entry.TakesReadings ? ErrorReason.Unspecified : ErrorReason.TakesNoReadings);
    }
}
