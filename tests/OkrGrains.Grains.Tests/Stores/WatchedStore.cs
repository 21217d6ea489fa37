using System.Collections.Concurrent;
using System.Collections.Immutable;
using OkrGrains.Model.Measures;
using OkrGrains.Model.Time;
using OkrGrains.Storage;
using OkrGrains.Storage.Records;
using OkrGrains.Storage.Sqlite.Writer;

namespace OkrGrains.Grains.Tests.Stores;

/// <summary>A store that tells what was loaded from it, and that a test can hold up or make fail.</summary>
internal sealed class WatchedStore(IGoalStore store) : IGoalStore
{
    private int _singleReads;
    private int _rowsLoaded;

    /// <summary>The goals whose subtrees were read, in order.</summary>
    public ConcurrentQueue<long> Loaded { get; } = new();

    /// <summary>The number of goals and edges in the subtrees that were read.</summary>
    public int RowsLoaded => Volatile.Read(ref _rowsLoaded);

    /// <summary>The number of reads of single goals, their edges or their states.</summary>
    public int SingleReads => Volatile.Read(ref _singleReads);

    /// <summary>Runs before the subtree of a goal is read, with the goal's number.</summary>
    public Action<long> BeforeLoad { get; set; } = _ => { };

    /// <summary>Runs before every append; may fail.</summary>
    public Func<ReadingAppend, Task> BeforeAppend { get; set; } = _ => Task.CompletedTask;

    /// <summary>Runs after every append that is durable; may fail.</summary>
    public Func<ReadingAppend, Task> AfterAppend { get; set; } = _ => Task.CompletedTask;

    /// <summary>Runs before every change of definitions; may fail.</summary>
    public Func<Task> BeforeDefine { get; set; } = () => Task.CompletedTask;

    /// <summary>Runs after every change of definitions that is durable; may fail.</summary>
    public Func<Task> AfterDefine { get; set; } = () => Task.CompletedTask;

    /// <summary>Runs after every read of stale states.</summary>
    public Func<Task> AfterReadStale { get; set; } = () => Task.CompletedTask;

    public long LastPosition => store.LastPosition;

    public string? ReadOnlyReason => store.ReadOnlyReason;

    public StoreLineage Lineage => store.Lineage;

    public Instant? ClockSeen => store.ClockSeen;

    public async ValueTask<long> AppendAsync(ReadingAppend append, CancellationToken cancellation)
    {
        await BeforeAppend(append);
        var position = await store.AppendAsync(append, cancellation);
        await AfterAppend(append);
        return position;
    }

    public async ValueTask<Subtree?> ReadSubtreeAsync(long goal, int? combiner, SubtreeScope scope, CancellationToken cancellation)
    {
        BeforeLoad(goal);
        var tree = await store.ReadSubtreeAsync(goal, combiner, scope, cancellation);
        if (tree is not { IsCut: true })
        {
            Loaded.Enqueue(goal);
        }

        Interlocked.Add(ref _rowsLoaded, tree is null ? 0 : tree.Goals.Count + tree.Edges.Count);
        return tree;
    }

    public ValueTask<long> SaveStateAsync(StateSave save, CancellationToken cancellation) => store.SaveStateAsync(save, cancellation);

    public ValueTask<StateRow?> ReadStateAsync(long goal, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _singleReads);
        return store.ReadStateAsync(goal, cancellation);
    }

    public IAsyncEnumerable<StoredReadings> ReadHistoryAsync(long goal, long upTo, CancellationToken cancellation) =>
        store.ReadHistoryAsync(goal, upTo, cancellation);

    public IAsyncEnumerable<StoredReadings> ReadHistorySinceAsync(long goal, long after, long upTo, CancellationToken cancellation) =>
        store.ReadHistorySinceAsync(goal, after, upTo, cancellation);

    public ValueTask<bool> IsAmendedSinceAsync(long goal, long after, CancellationToken cancellation) =>
        store.IsAmendedSinceAsync(goal, after, cancellation);

    public ValueTask<long> AmendAsync(AmendmentAppend amend, CancellationToken cancellation) => store.AmendAsync(amend, cancellation);

    public ValueTask<ReadingsPage> ReadReadingsAsync(long goal, long from, int most, CancellationToken cancellation) =>
        store.ReadReadingsAsync(goal, from, most, cancellation);

    public ValueTask<ReadingPlace> FindReadingAsync(ReadingName name, CancellationToken cancellation) =>
        store.FindReadingAsync(name, cancellation);

    public ValueTask<long> ReadLastSequenceAsync(long goal, long producer, long upTo, CancellationToken cancellation) =>
        store.ReadLastSequenceAsync(goal, producer, upTo, cancellation);

    public ValueTask<IReadOnlyList<StateRow>> ReadStatesAsync(long afterGoal, int limit, CancellationToken cancellation) =>
        store.ReadStatesAsync(afterGoal, limit, cancellation);

    public ValueTask FlushProgressAsync(CancellationToken cancellation) => store.FlushProgressAsync(cancellation);

    public async ValueTask<IReadOnlyList<StaleState>> ReadStaleAsync(Instant at, StaleState after, int limit, CancellationToken cancellation)
    {
        var stale = await store.ReadStaleAsync(at, after, limit, cancellation);
        await AfterReadStale();
        return stale;
    }

    public ValueTask<IReadOnlyList<long>> ReadCommittedAsync(
        long after, long upTo, long afterGoal, int limit, CancellationToken cancellation) =>
        store.ReadCommittedAsync(after, upTo, afterGoal, limit, cancellation);

    public ValueTask<long> ReserveGoalNumbersAsync(int count, CancellationToken cancellation) =>
        store.ReserveGoalNumbersAsync(count, cancellation);

    public async ValueTask<long> DefineAsync(DefinitionCommit commit, CancellationToken cancellation)
    {
        await BeforeDefine();
        var revision = await store.DefineAsync(commit, cancellation);
        await AfterDefine();
        return revision;
    }

    public async ValueTask<long> DeleteWorkspaceAsync(WorkspaceDeletion deletion, CancellationToken cancellation)
    {
        await BeforeDefine();
        var position = await store.DeleteWorkspaceAsync(deletion, cancellation);
        await AfterDefine();
        return position;
    }

    public ValueTask<int> EraseDeletedAsync(string workspace, CancellationToken cancellation) =>
        store.EraseDeletedAsync(workspace, cancellation);

    public ValueTask<IReadOnlyList<Tombstone>> ReadTombstonesAsync(long after, CancellationToken cancellation) =>
        store.ReadTombstonesAsync(after, cancellation);

    public ValueTask<IReadOnlyList<Tombstone>> ReadTombstonesAsync(string workspace, CancellationToken cancellation) =>
        store.ReadTombstonesAsync(workspace, cancellation);

    public ValueTask<IReadOnlyDictionary<string, int>> CountGoalsAsync(CancellationToken cancellation) =>
        store.CountGoalsAsync(cancellation);

    public ValueTask<IReadOnlyList<WorkspaceRow>> ReadWorkspacesAsync(CancellationToken cancellation) =>
        store.ReadWorkspacesAsync(cancellation);

    public ValueTask<WorkspaceRow?> ReadWorkspaceAsync(string id, CancellationToken cancellation) =>
        store.ReadWorkspaceAsync(id, cancellation);

    public ValueTask<IReadOnlyList<GoalRow>> ReadGoalsAsync(string workspace, CancellationToken cancellation) =>
        store.ReadGoalsAsync(workspace, cancellation);

    public ValueTask<GoalRow?> ReadGoalAsync(long goal, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _singleReads);
        return store.ReadGoalAsync(goal, cancellation);
    }

    public ValueTask<IReadOnlyList<EdgeRow>> ReadEdgesAsync(string workspace, CancellationToken cancellation) =>
        store.ReadEdgesAsync(workspace, cancellation);

    public ValueTask<IReadOnlyList<ChangeRow>> ReadChangesAsync(string workspace, long after, int limit, CancellationToken cancellation) =>
        store.ReadChangesAsync(workspace, after, limit, cancellation);

    public ValueTask<IReadOnlyList<ChangeRow>> ReadSettingsAsync(string workspace, CancellationToken cancellation) =>
        store.ReadSettingsAsync(workspace, cancellation);

    public ValueTask<IReadOnlyList<RevisionRow>> ReadRevisionsAsync(long goal, long after, int limit, CancellationToken cancellation) =>
        store.ReadRevisionsAsync(goal, after, limit, cancellation);

    public ValueTask<PastDefinitions?> ReadDefinitionsAsync(string workspace, ClosingCut cut, CancellationToken cancellation) =>
        store.ReadDefinitionsAsync(workspace, cut, cancellation);

    public ValueTask<IReadOnlyList<ClosingRow>> ReadClosingsAsync(string workspace, CancellationToken cancellation) =>
        store.ReadClosingsAsync(workspace, cancellation);

    public ValueTask<IReadOnlyList<Final>> ReadFinalsAsync(string workspace, long position, CancellationToken cancellation) =>
        store.ReadFinalsAsync(workspace, position, cancellation);

    public ValueTask<long> AddCheckInAsync(NewCheckIn checkIn, CancellationToken cancellation) => store.AddCheckInAsync(checkIn, cancellation);

    public ValueTask<IReadOnlyList<CheckInRow>> ReadCheckInsAsync(long goal, long below, int limit, CancellationToken cancellation) =>
        store.ReadCheckInsAsync(goal, below, limit, cancellation);

    public ValueTask<CheckInRow?> FindCheckInAsync(long goal, string request, CancellationToken cancellation) =>
        store.FindCheckInAsync(goal, request, cancellation);

    public ValueTask<ProducerRow> OpenProducerAsync(string workspace, string producer, CancellationToken cancellation) =>
        store.OpenProducerAsync(workspace, producer, cancellation);

    public ValueTask<ProducerRow?> ReadProducerAsync(string workspace, string producer, CancellationToken cancellation) =>
        store.ReadProducerAsync(workspace, producer, cancellation);

    public void RecordProgress(long producer, long epoch, long lastSequence, ReadOnlyMemory<byte> checkpoint = default, ImmutableArray<RejectedRun> rejected = default) =>
        store.RecordProgress(producer, epoch, lastSequence, checkpoint, rejected);

    public ValueTask<RequestRow?> FindRequestAsync(string workspace, string id, CancellationToken cancellation) =>
        store.FindRequestAsync(workspace, id, cancellation);

    public ValueTask<long> RecordRequestAsync(NewRequest request, CancellationToken cancellation) =>
        store.RecordRequestAsync(request, cancellation);

    public ValueTask RecordClockAsync(Instant at, CancellationToken cancellation) => store.RecordClockAsync(at, cancellation);

    public IDisposable Listen(Action<CommitNotice> listener) => store.Listen(listener);

    /// <summary>Does nothing, since the store belongs to the cluster.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
