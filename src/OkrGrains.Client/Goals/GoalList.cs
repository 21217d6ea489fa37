using OkrGrains.Contracts.V1;

namespace OkrGrains.Client.Goals;

/// <summary>The goals of a workspace at one instant.</summary>
/// <param name="At">The instant at which all figures hold.</param>
/// <param name="Goals">KPIs, key results, objectives, each kind in the order of the plan.</param>
public sealed record GoalList(DateTimeOffset At, IReadOnlyList<Goal> Goals)
{
    /// <summary>The state of the plan, for a change that is made from it.</summary>
    public string Etag { get; init; } = "";
}
