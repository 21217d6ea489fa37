using OkrGrains.Contracts.V1;
using OkrGrains.Grains.Readings;

namespace OkrGrains.Api.Readings;

/// <summary>A <see cref="GoalRoute"/> in four bytes: every reading looks one up, and those of ten thousand goals stay in the cache.</summary>
internal readonly record struct HandleRoute
{
    /// <summary>The index of a lane, or the complement of why there is none.</summary>
    private readonly int _code;

    private HandleRoute(int code) => _code = code;

    public static HandleRoute Unknown { get; } = new(~(int)ErrorReason.UnknownHandle);

    public bool IsOpen => _code >= 0;

    /// <summary>The <see cref="GoalLane.Index"/>, when it is open.</summary>
    public int Lane => _code;

    /// <summary>Why not, when it is not open.</summary>
    public ErrorReason Refused => (ErrorReason)~_code;

    public static HandleRoute Of(GoalRoute route) => new(route.Lane is { } lane ? lane.Index : ~(int)route.Refused);
}
