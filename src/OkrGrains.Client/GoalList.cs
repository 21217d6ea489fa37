using OkrGrains.Contracts.V1;

namespace OkrGrains.Client;

/// <summary>The goals of a workspace at one instant.</summary>
/// <param name="At">The instant for which the figures hold.</param>
/// <param name="Goals">The KPIs, then the key results, then the objectives, each kind in the order of the plan.</param>
public sealed record GoalList(DateTimeOffset At, IReadOnlyList<Goal> Goals)
{
    /// <summary>The state of the plan; pass it with a change that is made from this list.</summary>
    public string Etag { get; init; } = "";

    /// <summary>The IANA name of the workspace's time zone; empty when the server is older and does not tell.</summary>
    public string TimeZone { get; init; } = "";
}
