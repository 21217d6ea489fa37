using OkrGrains.Api.Mapping;
using OkrGrains.Contracts.V1;
using OkrGrains.Grains.Ingest;
using OkrGrains.Grains.Queries;

namespace OkrGrains.Api.Streaming;

/// <summary>The route of readings to a goal: the sender that takes them, or the reason why they are rejected.</summary>
/// <param name="Sender">The sender of readings to the goal; null when they are rejected.</param>
/// <param name="Refused">The reason of the rejection; unspecified when there is none.</param>
internal readonly record struct GoalRoute(GoalSender? Sender, ErrorReason Refused)
{
    public bool IsOpen => Refused == ErrorReason.Unspecified;

    public static GoalRoute To(WorkspaceDirectory directory, IngestGateway gateway, string name)
    {
        if (!Names.TryGoal(name, out var goal) || !directory.ByName.TryGetValue(goal, out var entry))
        {
            return new GoalRoute(null, ErrorReason.UnknownGoal);
        }

        return entry.TakesReadings
            ? new GoalRoute(gateway.SenderTo(entry.Address), ErrorReason.Unspecified)
            : new GoalRoute(null, ErrorReason.TakesNoReadings);
    }
}
