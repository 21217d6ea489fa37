using OkrGrains.Contracts.V1;
using OkrGrains.Grains.Ingest;

namespace OkrGrains.Api.Streaming;

/// <summary>
/// A <see cref="GoalRoute"/> in four bytes. Every reading looks one up, and at this size the routes of ten thousand goals stay in the
/// cache.
/// </summary>
internal readonly record struct HandleRoute
{
    /// <summary>The index of the goal's sender, or the bitwise complement of the reason for a rejection.</summary>
    private readonly int _code;

    private HandleRoute(int code) => _code = code;

    public static HandleRoute Unknown { get; } = new(~(int)ErrorReason.UnknownHandle);

    public bool IsOpen => _code >= 0;

    /// <summary>The <see cref="GoalSender.Index"/> of the sender. Meaningful only for an open route.</summary>
    public int Sender => _code;

    /// <summary>The reason of the rejection. Meaningful only for a route that is not open.</summary>
    public ErrorReason Refused => (ErrorReason)~_code;

    public static HandleRoute Of(GoalRoute route) => new(route.Sender is { } sender ? sender.Index : ~(int)route.Refused);
}
