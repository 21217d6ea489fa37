using OkrGrains.Model.Time;
using OkrGrains.Storage.Records;
using OkrGrains.Storage.Sqlite.Connection;
using OkrGrains.Storage.Sqlite.Schema;
using OkrGrains.Storage.Sqlite.Tables;

namespace OkrGrains.Storage.Sqlite.States;

/// <summary>The facts that the writer needs about a goal's state before it replaces the state.</summary>
/// <param name="Exists">True if there is a state.</param>
/// <param name="Position">The state's position; 0 for none.</param>
/// <param name="Revision">The revision under which the state was computed.</param>
/// <param name="EvaluatedAt">The instant at which the state was computed.</param>
/// <param name="GoalRevision">The goal's current revision.</param>
/// <param name="Removed">True if the goal is removed.</param>
/// <param name="Deleted">True if the goal's workspace is deleted, so that nothing is written of the goal any more.</param>
internal readonly record struct StateHead(
    bool Exists, long Position, long Revision, Instant EvaluatedAt, long GoalRevision, bool Removed, bool Deleted);

/// <summary>
/// A cache of the heads of the states that were written lately, so that a write need not read first. It includes changes of the open
/// transaction, so it must be cleared when that is rolled back.
/// </summary>
internal sealed class StateHeads(StoreConnection connection, StateLog log)
{
    /// <summary>The size at which the cache is cleared; an entry takes about 100 bytes.</summary>
    private const int Most = 1_000_000;

    private readonly Dictionary<long, StateHead> _heads = [];

    /// <summary>The first instant at which a state of the open transaction is stale; null for never.</summary>
    public Instant? StaleFrom { get; private set; }

    /// <summary>The goals whose states the open transaction has written.</summary>
    public List<long> Written { get; } = [];

    public void Begin()
    {
        StaleFrom = null;
        Written.Clear();
    }

    /// <exception cref="WorkspaceDeletedException">The goal's workspace is deleted.</exception>
    public StateHead FindLive(long goal)
    {
        var head = Find(goal);
        return head.Deleted ? throw new WorkspaceDeletedException($"The workspace of goal {goal} was deleted.") : head;
    }

    /// <exception cref="StoreConflictException">The state is not the one that the save was computed from.</exception>
    public StateHead Expect(StateSave save)
    {
        var head = FindLive(save.Goal);
        if (head.Position != save.ExpectedPosition)
        {
            throw new StoreConflictException(
                $"The state of goal {save.Goal} is at position {head.Position}, not at {save.ExpectedPosition}.");
        }

        return save.Revision >= head.Revision
            ? head
            : throw new StoreConflictException(
                $"The state of goal {save.Goal} was computed under revision {head.Revision}, after {save.Revision}.");
    }

    /// <summary>
    /// Does the same as <see cref="Expect"/> for a save without readings, which must not have been computed at an earlier instant than the
    /// state: with the same readings, only a later instant makes it newer.
    /// </summary>
    /// <exception cref="StoreConflictException">
    /// The state is not the one that the save was computed from, or was computed at a later instant.
    /// </exception>
    public StateHead ExpectNotLater(StateSave save)
    {
        var head = Expect(save);
        return save.EvaluatedAt >= head.EvaluatedAt
            ? head
            : throw new StoreConflictException(
                $"The state of goal {save.Goal} was computed at {head.EvaluatedAt}, later than {save.EvaluatedAt}.");
    }

    public void Replace(StateHead head, StateSave save, long position, long written)
    {
        var staleAt = StaleAt(head, save.Revision, save.ValidUntil);
        var image = new StateImage(save.Goal, save.Revision, position, written, save.EvaluatedAt, save.ValidUntil, staleAt, save.Body);
        log.Write(image);
        RecordStaleAt(staleAt);
        Written.Add(save.Goal);
        _heads[save.Goal] = head with
        {
            Exists = true,
            Position = position,
            Revision = save.Revision,
            EvaluatedAt = save.EvaluatedAt,
        };
    }

    /// <summary>
    /// Updates the instant from which a goal's state is stale, if it has one, because its definition or something that it reads has
    /// changed.
    /// </summary>
    public void DefinitionChanged(long goal)
    {
        _heads.Remove(goal);
        if (connection.States.ReadImage(goal) is { } image)
        {
            var staleAt = StaleAt(Find(goal), image.Revision, image.ValidUntil);
            log.Write(image with { StaleAt = staleAt });
            RecordStaleAt(staleAt);
            _heads.Remove(goal);
        }
    }

    public void Forget() => _heads.Clear();

    /// <summary>Clears the cache if it has grown too large. Called between transactions.</summary>
    public void Trim()
    {
        if (_heads.Count > Most)
        {
            _heads.Clear();
        }
    }

    private void RecordStaleAt(Instant? staleAt)
    {
        if (staleAt is { } at && (StaleFrom is not { } first || at < first))
        {
            StaleFrom = at;
        }
    }

    private StateHead Find(long goal)
    {
        if (_heads.TryGetValue(goal, out var head))
        {
            return head;
        }

        var state = connection.States.ReadImage(goal);
        var definition = connection.Goals.ReadHead(goal);
        var deleted = definition is { } defined ? WorkspaceKey.IsDeleted(defined.Workspace) : connection.Tombstones.MayHaveErased(goal);
        head = new StateHead(
            state is not null,
            state?.Position ?? 0,
            state?.Revision ?? 0,
            state?.EvaluatedAt ?? Instant.Earliest,
            definition?.Revision ?? 0,
            deleted || definition is { Removed: true },
            deleted);
        _heads.Add(goal, head);
        return head;
    }

    private static Instant? StaleAt(in StateHead head, long revision, Instant? validUntil)
    {
        if (head.Removed)
        {
            return null;
        }

        return revision < head.GoalRevision ? Instant.Earliest : validUntil;
    }
}
