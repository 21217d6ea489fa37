namespace OkrGrains.Grains.Propagation;

/// <summary>Bounds the contributions that a silo has in flight from goals with several parents.</summary>
/// <remarks>
/// A plan may have two hundred thousand operands, so that one reading could put as many calls before those of everybody else, which would
/// then be answered seconds later. With the bound, a call of another workspace waits for the turns of a few hundred others, some
/// milliseconds. A goal with one parent sends one contribution for each call that it takes itself, and needs no bound.
/// </remarks>
internal sealed class ContributionThrottle(TimeProvider time, TaskScheduler home) : CallThrottle(time, AtATime, OfWorkspaceAtATime, AtOnce, home)
{
    /// <summary>The most contributions in flight.</summary>
    public const int AtATime = 512;

    /// <summary>The most of them in one workspace.</summary>
    public const int OfWorkspaceAtATime = 256;

    /// <summary>The contributions that begin before others go first: half a millisecond of work.</summary>
    public const int AtOnce = 64;
}
