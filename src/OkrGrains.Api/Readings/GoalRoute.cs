using OkrGrains.Api.Mapping;
using OkrGrains.Contracts.V1;
using OkrGrains.Grains.Directory;
using OkrGrains.Grains.Readings;

namespace OkrGrains.Api.Readings;

/// <summary>Where readings for a goal go, or why they go nowhere.</summary>
/// <param name="Lane">The way to the goal; null when refused.</param>
/// <param name="Refused">Why not; unspecified when they go there.</param>
internal readonly record struct GoalRoute(GoalLane? Lane, ErrorReason Refused)
{
    public bool IsOpen => Refused == ErrorReason.Unspecified;

    public static GoalRoute To(WorkspaceDirectory directory, ReadingGateway gateway, string name)
    {
        if (!Names.TryGoal(name, out var goal) || !directory.ByName.TryGetValue(goal, out var entry))
        {
            return new GoalRoute(null, ErrorReason.UnknownGoal);
        }

        return entry.TakesReadings
            ? new GoalRoute(gateway.LaneTo(entry.Address), ErrorReason.Unspecified)
            : new GoalRoute(null, ErrorReason.TakesNoReadings);
    }
}
