using OkrGrains.Grains.Closings;
using OkrGrains.Grains.Directory;
using OkrGrains.Grains.Settling;
using OkrGrains.Model.Time;
using OkrGrains.Storage;

namespace OkrGrains.Grains.Clock;

/// <summary>Moves the pinned clock of all silos, by the store's note of what it has shown: silos share nothing else.</summary>
public sealed class ClockMoves
{
    private readonly IGoalStore _store;
    private readonly GoalClock _clock;
    private readonly GoalDirectory _directory;
    private readonly TreeReader _tree;
    private readonly DueClosings _closings;

    /// <summary>Moves the clock of the silos that share a store.</summary>
    public ClockMoves(IGoalStore store, GoalClock clock, GoalDirectory directory, TreeReader tree, DueClosings closings)
    {
        _store = store;
        _clock = clock;
        _directory = directory;
        _tree = tree;
        _closings = closings;
    }

    /// <summary>
    /// Moves the clock forward. When it completes the instant is durable, every silo of this process shows it, and the goals whose turn has
    /// come have turned, with all above them, and the cycles whose closing it passed are closed.
    /// </summary>
    /// <exception cref="ClockRefusedException">The clock flows, or has passed the instant.</exception>
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

        // Before it moves: once a silo sees it, it turns its goals, which are then not stale any more but may have parents that wait.
        var turning = await _tree.StaleAsync(to, cancellation);
        var workspaces = new List<WorkspaceDirectory>();
        foreach (var workspace in await _directory.WorkspacesAsync(cancellation))
        {
            if (await _directory.FindAsync(workspace.Id, cancellation) is { } goals)
            {
                workspaces.Add(goals);
            }
        }

        await _store.NoteClockAsync(to, cancellation);
        _clock.MoveTo(to);
        foreach (var workspace in workspaces)
        {
            await _tree.TurnAsync(workspace, turning, cancellation);
        }

        await _closings.CloseAsync(to, cancellation);
    }
}

/// <summary>The clock cannot be moved as asked.</summary>
/// <param name="isPinned">Whether it is a clock that can be moved at all.</param>
/// <param name="message">Why.</param>
public sealed class ClockRefusedException(bool isPinned, string message) : Exception(message)
{
    /// <summary>Whether it is a clock that can be moved at all.</summary>
    public bool IsPinned { get; } = isPinned;
}
