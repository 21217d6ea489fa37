namespace OkrGrains.Grains.Propagation;

/// <summary>Bounds how many grains a silo activates at a time.</summary>
/// <remarks>
/// A hundred thousand KPIs that get their first reading, and the hundred thousand key results above them, would wait for the store and for
/// each other until their activations and calls time out, are tried again, and time out again. So a call to a grain that may not be active
/// waits here until enough of the others have their answers. No timeout runs here, and newer contributions still replace older ones.
/// </remarks>
internal sealed class ActivationThrottle(TimeProvider time, TaskScheduler home) : CallThrottle(time, AtATime, OfWorkspaceAtATime, AtOnce, home)
{
    /// <summary>
    /// The most calls in flight to grains that may not be active: few enough for the grains to be loaded within a fraction of a second, and
    /// enough to keep the store's readers busy.
    /// </summary>
    public const int AtATime = 256;

    /// <summary>The most of them in one workspace: while it loads a large tree, there is room for others.</summary>
    public const int OfWorkspaceAtATime = 192;

    /// <summary>The calls that begin before others go first: a grain that is loaded takes more than a turn.</summary>
    public const int AtOnce = 16;

    /// <summary>
    /// The time since its last answer within which a grain is most likely still active: it takes minutes of quiet for it to be collected.
    /// </summary>
    private static readonly TimeSpan ActiveFor = TimeSpan.FromMinutes(1);

    /// <summary>Returns true if a grain may have to be activated.</summary>
    /// <param name="answered">The timestamp of the grain's last answer; null for none.</param>
    public bool MayActivate(long? answered) => answered is not { } last || Time.GetElapsedTime(last) >= ActiveFor;
}
