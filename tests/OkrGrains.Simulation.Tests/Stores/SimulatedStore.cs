using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using OkrGrains.Model.Time;
using OkrGrains.Simulation.Tests.Calls;
using OkrGrains.Simulation.Tests.Silos;
using OkrGrains.Simulation.Tests.Time;
using OkrGrains.Storage;
using OkrGrains.Storage.Records;
using OkrGrains.Storage.Sqlite.Writer;

namespace OkrGrains.Simulation.Tests.Stores;

/// <summary>A store whose commits and reads take time.</summary>
/// <remarks>
/// Writes that are handed over while one commit is in flight are the next one. What is not durable is neither read nor answered. Reads may
/// answer with what was there a moment ago.
/// </remarks>
internal sealed partial class SimulatedStore(World world, TimeProvider time) : IGoalStore
{
    private static readonly TimeSpan ProgressDelay = TimeSpan.FromMilliseconds(200);

    private readonly CommitListeners _listeners = new();
    private readonly List<PendingWrite> _waiting = [];
    private readonly List<PendingWrite> _committing = [];
    private readonly Dictionary<long, (long Epoch, long LastSequence)> _notes = [];
    private readonly HashSet<(long Producer, long Sequence)> _rejected = [];
    private readonly HashSet<SimulatedActivation> _failed = [];
    private bool _isCommitting;

    /// <summary>The contents that are durable at this instant.</summary>
    public StoreContents Durable { get; } = new();

    public Weather Weather { get; set; } = Weather.Calm;

    /// <summary>Is called with every append as it becomes durable, and with the state that it replaces.</summary>
    public Action<ReadingAppend, StateRow?> Appended { get; init; } = static (_, _) => { };

    public long LastPosition => Durable.Position;

    public string? ReadOnlyReason => null;

    public StoreLineage Lineage { get; } = new([new Incarnation(1, 0)]);

    public Instant? ClockSeen => Durable.ClockSeen;

    /// <summary>Ends the process: what it had not made durable is gone.</summary>
    public void Crash()
    {
        _waiting.Clear();
        _committing.Clear();
        _notes.Clear();
    }

    public ValueTask<long> AppendAsync(ReadingAppend append, CancellationToken cancellation) =>
        WriteStateAsync(contents =>
        {
            var before = contents.State(append.State.Goal);
            var position = contents.Append(append);
            Appended(append, before);
            return position;
        });

    public ValueTask<long> SaveStateAsync(StateSave save, CancellationToken cancellation) =>
        WriteStateAsync(contents => contents.Save(save));

    public ValueTask<long> ReserveGoalNumbersAsync(int count, CancellationToken cancellation) => Write(contents => contents.Reserve(count));

    public ValueTask<long> DefineAsync(DefinitionCommit commit, CancellationToken cancellation) => Write(contents => contents.Define(commit));

    public ValueTask<ProducerRow> OpenProducerAsync(string workspace, string producer, CancellationToken cancellation) =>
        Write(contents => contents.Open(workspace, producer));

    public async ValueTask RecordClockAsync(Instant at, CancellationToken cancellation) => await Write(contents => contents.RecordClock(at));

    public void RecordProgress(
        long producer,
        long epoch,
        long lastSequence,
        ReadOnlyMemory<byte> checkpoint = default,
        ImmutableArray<RejectedRun> rejected = default)
    {
        if (_notes.Count == 0)
        {
            world.After(ProgressDelay, () => Hand(new PendingWrite<int>(static _ => 0)));
        }

        foreach (var run in rejected.IsDefault ? [] : rejected)
        {
            for (var sequence = run.First; sequence < run.First + run.Count; sequence++)
            {
                _rejected.Add((producer, sequence));
            }
        }

        var known = _notes.GetValueOrDefault(producer);
        _notes[producer] = (epoch, lastSequence).CompareTo(known) > 0 ? (epoch, lastSequence) : known;
    }

    /// <summary>
    /// Returns true if a reading was recorded as rejected. A stream that opens hears of it from there, perhaps before the stream that sent it
    /// does.
    /// </summary>
    public bool IsRejected(long producer, long sequence) => _rejected.Contains((producer, sequence));

    public async ValueTask FlushProgressAsync(CancellationToken cancellation) => await Write(static _ => 0);

    public ValueTask<IReadOnlyList<StateRow>> ReadStatesAsync(long afterGoal, int limit, CancellationToken cancellation) =>
        Read(contents => contents.States(afterGoal, limit));

    public ValueTask<StateRow?> ReadStateAsync(long goal, CancellationToken cancellation) => Read(contents => contents.State(goal));

    public async IAsyncEnumerable<StoredReadings> ReadHistoryAsync(
        long goal, long upTo, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var commit in await Read(contents => contents.History(goal).Where(one => one.Position <= upTo).ToList()))
        {
            yield return commit;
        }
    }

    public ValueTask<long> ReadLastSequenceAsync(long goal, long producer, long upTo, CancellationToken cancellation) =>
        Read(contents => contents.LastSequence(goal, producer, upTo));

    public ValueTask<IReadOnlyList<StaleState>> ReadStaleAsync(Instant at, StaleState after, int limit, CancellationToken cancellation) =>
        Read(contents => contents.Stale(at, after, limit));

    public IDisposable Listen(Action<CommitNotice> listener) => _listeners.Add(listener);

    public ValueTask<IReadOnlyList<long>> ReadCommittedAsync(
        long after, long upTo, long afterGoal, int limit, CancellationToken cancellation) =>
        Read(contents => contents.Committed(after, upTo, afterGoal, limit));

    public ValueTask<IReadOnlyList<WorkspaceRow>> ReadWorkspacesAsync(CancellationToken cancellation) => Read(contents => contents.Workspaces);

    public ValueTask<WorkspaceRow?> ReadWorkspaceAsync(string id, CancellationToken cancellation) => Read(contents => contents.Workspace(id));

    public ValueTask<IReadOnlyList<GoalRow>> ReadGoalsAsync(string workspace, CancellationToken cancellation) =>
        Read(contents => contents.Goals(workspace));

    public ValueTask<GoalRow?> ReadGoalAsync(long goal, CancellationToken cancellation) => Read(contents => contents.Goal(goal));

    public ValueTask<IReadOnlyList<EdgeRow>> ReadEdgesAsync(string workspace, CancellationToken cancellation) =>
        Read(contents => contents.Edges(workspace));

    public ValueTask<Subtree?> ReadSubtreeAsync(long goal, int? combiner, SubtreeScope scope, CancellationToken cancellation) =>
        Read(contents => contents.Subtree(goal, combiner, scope));

    public ValueTask<ProducerRow?> ReadProducerAsync(string workspace, string producer, CancellationToken cancellation) =>
        Read(contents => contents.Producer(workspace, producer));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private ValueTask<T> Read<T>(Func<StoreContents, T> read)
    {
        world.CheckThread();
        var answer = read(Durable);
        if (world.Chance(50))
        {
            return ValueTask.FromResult(answer);
        }

        var source = new TaskCompletionSource<T>();
        world.After(world.Between(0.01, world.Chance(5) ? 50 : 0.5), () => source.TrySetResult(answer));
        return new ValueTask<T>(source.Task);
    }

    private ValueTask<T> Write<T>(Func<StoreContents, T> write)
    {
        world.CheckThread();
        var pending = new PendingWrite<T>(write);
        Hand(pending);
        return new ValueTask<T>(pending.Task);
    }

    /// <summary>Writes a state. After a failed write an activation does not know what is stored, so that it must not write again.</summary>
    private async ValueTask<long> WriteStateAsync(Func<StoreContents, long> write)
    {
        var writer = TurnQueue.Running.Activation;
        if (writer is not null && _failed.Contains(writer))
        {
            world.Fail($"{writer.Grain} writes again after a write that failed");
        }

        try
        {
            return await Write(write);
        }
        catch (Exception failure) when (writer is not null && failure is not EpochRefusedException)
        {
            _failed.Add(writer);
            throw;
        }
    }

    private void Hand(PendingWrite pending)
    {
        _waiting.Add(pending);
        if (!_isCommitting)
        {
            Commit();
        }
    }

    /// <summary>Starts a commit. Until it is durable it is nothing, and a crash meanwhile leaves nothing of it.</summary>
    private void Commit()
    {
        _isCommitting = true;
        _committing.AddRange(_waiting);
        _waiting.Clear();
        world.After(world.Between(0.2, world.Chance(10) ? 300 : 4), Sync);
    }

    private void Sync()
    {
        var refused = world.PerMille(Weather.RefusedCommits);
        var isUnknown = !refused && world.PerMille(Weather.UnknownCommits);
        if (refused)
        {
            var reason = world.Chance(50) ? StoreUnavailableReason.Full : StoreUnavailableReason.Busy;
            Fail(new StoreUnavailableException("refused", reason));
        }
        else if (isUnknown && world.Chance(50))
        {
            Fail(new StoreUnavailableException("failed", StoreUnavailableReason.Failed));
        }
        else
        {
            MakeDurable();
            if (isUnknown)
            {
                Fail(new StoreUnavailableException("durable, but nobody is told", StoreUnavailableReason.Failed));
            }

            foreach (var write in _committing)
            {
                world.After(world.Between(0.01, 0.2), write.Tell);
            }
        }

        _committing.Clear();
        _isCommitting = false;
        if (_waiting.Count > 0)
        {
            Commit();
        }
    }

    private void MakeDurable()
    {
        if (_committing.Count == 0)
        {
            return;
        }

        Durable.Begin(new Instant(time.GetUtcNow().ToUnixTimeMilliseconds()));
        world.Note("durable", Durable.Position);
        var isChanged = _notes.Count > 0;
        foreach (var (producer, note) in _notes)
        {
            Durable.Note(producer, note.Epoch, note.LastSequence);
        }

        _notes.Clear();
        foreach (var write in _committing)
        {
            isChanged |= write.TryApply(Durable);
        }

        if (!isChanged)
        {
            Durable.Withdraw();
            return;
        }

        _listeners.Tell(new CommitNotice(Durable.StaleFrom, Durable.ClockSeen));
    }

    private void Fail(Exception failure) => _committing.ForEach(write => write.Fail(failure));

    private abstract class PendingWrite
    {
        /// <returns>True if it changed anything.</returns>
        public abstract bool TryApply(StoreContents contents);

        public abstract void Tell();

        public abstract void Fail(Exception failure);
    }

    private sealed class PendingWrite<T>(Func<StoreContents, T> write) : PendingWrite
    {
        private readonly TaskCompletionSource<T> _source = new();
        private T _result = default!;
        private Exception? _failure;

        public Task<T> Task => _source.Task;

        public override bool TryApply(StoreContents contents)
        {
            try
            {
                _result = write(contents);
                return true;
            }
            catch (Exception refusal) when (refusal is StoreConflictException or EpochRefusedException)
            {
                _failure = refusal;
                return false;
            }
        }

        public override void Tell()
        {
            if (_failure is null)
            {
                _source.TrySetResult(_result);
            }
            else
            {
                _source.TrySetException(_failure);
            }
        }

        public override void Fail(Exception failure) => _source.TrySetException(failure);
    }
}
