using OkrGrains.Grains.Queries;
using OkrGrains.Grains.Workspaces;
using OkrGrains.Model.Time;
using OkrGrains.Storage;

namespace OkrGrains.Grains.Time;

/// <summary>Moves the pinned clock of all silos, by storing the instant that it shows: silos share nothing but the store.</summary>
public sealed class ClockMoves
{
    private readonly ICommitLog _commits;
    private readonly GoalClock _clock;
    private readonly GoalDirectory _directory;
    private readonly TreeReader _tree;
    private readonly DueClosings _closings;

    /// <summary>Creates an instance that moves the clock of the silos that share a store.</summary>
    public ClockMoves(ICommitLog commits, GoalClock clock, GoalDirectory directory, TreeReader tree, DueClosings closings)
    {
        _commits = commits;
        _clock = clock;
        _directory = directory;
        _tree = tree;
        _closings = closings;
    }

    /// <summary>
    /// Moves the clock forward. When it completes, the instant is durable, every silo of this process shows it, the goals that it changes
    /// have been advanced, with all above them, and the cycles whose closing it passed are closed.
    /// </summary>
    /// <exception cref="ClockRefusedException">The clock is not pinned, or has passed the instant.</exception>
    public async Task MoveAsync(Instant to, CancellationToken cancellation)
    {
        if (!_clock.IsPinned)
        {
            throw new ClockRefusedException(isPinned: false, "The clock flows; only a pinned one is moved.");
        }

        if (to < _clock.Now)
        {
            throw new ClockRefusedException(isPinned: true, $"The clock shows {_clock.Now}; it is moved forward only.");
        }

        // Read before the clock moves: once a silo sees the move it advances its goals, which are then not stale any more but may have
        // parents that have not heard of it.
        var stale = await _tree.StaleAsync(to, cancellation);
        var workspaces = new List<WorkspaceDirectory>();
        foreach (var workspace in await _directory.WorkspacesAsync(cancellation))
        {
            if (await _directory.FindAsync(workspace.Id, cancellation) is { } goals)
            {
                workspaces.Add(goals);
            }
        }

        await _commits.RecordClockAsync(to, cancellation);
        _clock.MoveTo(to);
        foreach (var workspace in workspaces)
        {
            await _tree.RunTimersAsync(workspace, stale, cancellation);
        }

        await _closings.CloseAsync(to, cancellation);
    }
}

/// <summary>Thrown when the clock cannot be moved as asked.</summary>
/// <param name="isPinned">True if the clock can be moved at all.</param>
/// <param name="message">The reason.</param>
public sealed class ClockRefusedException(bool isPinned, string message) : Exception(message)
{
    /// <summary>True if the clock can be moved at all.</summary>
    public bool IsPinned { get; } = isPinned;
}
