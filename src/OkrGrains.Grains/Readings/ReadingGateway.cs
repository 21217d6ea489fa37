using System.Collections.Concurrent;
using System.Collections.Immutable;
using OkrGrains.Grains.Goals;
using OkrGrains.Grains.Waking;
using OkrGrains.Storage;
using OkrGrains.Storage.Producers;

namespace OkrGrains.Grains.Readings;

/// <summary>
/// Sends readings from producers to their goals, in the order in which they were submitted, with one call in flight to each goal.
/// </summary>
public sealed class ReadingGateway
{
    private readonly IGrainFactory _grains;
    private readonly IGoalStore _store;
    private readonly FirstCalls _firstCalls;
    private readonly TimeProvider _time;
    private readonly ReadingWaves _waves;
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<long, GoalLane> _lanes = [];
    private readonly ConcurrentDictionary<long, ProducerSession> _sessions = [];
    private readonly AppliedReceiver _receiver;
    private readonly Lazy<IAppliedWatcher> _watcher;
    private GoalLane[] _byIndex = [];
    private int _count;

    internal ReadingGateway(IGrainFactory grains, IGoalStore store, FirstCalls firstCalls, TimeProvider time)
    {
        _grains = grains;
        _store = store;
        _firstCalls = firstCalls;
        _time = time;
        _waves = new ReadingWaves(LaneAt, time);
        _receiver = new AppliedReceiver(_lanes);
        _watcher = new(() => grains.CreateObjectReference<IAppliedWatcher>(_receiver));
    }

    /// <summary>Opens a stream of a producer with a new durable epoch, and fences older streams of it.</summary>
    /// <param name="workspace">The workspace's id.</param>
    /// <param name="producer">The producer's name.</param>
    /// <param name="acknowledged">
    /// The last sequence that the producer knows to be acknowledged. After a crash it may be greater than the one in the store, which is
    /// written with a later commit.
    /// </param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <exception cref="StoreUnavailableException">The store takes no writes.</exception>
    public async Task<ProducerSession> OpenAsync(string workspace, string producer, long acknowledged, CancellationToken cancellation)
    {
        var row = await _store.OpenProducerAsync(workspace, producer, cancellation);
        var session = new ProducerSession(this, row, acknowledged);
        while (true)
        {
            var current = _sessions.GetOrAdd(row.Number, session);
            if (current == session)
            {
                return session;
            }

            if (current.Epoch > session.Epoch)
            {
                session.Fence();
                return session;
            }

            if (_sessions.TryUpdate(row.Number, session, current))
            {
                current.Fence();
                return session;
            }
        }
    }

    /// <summary>Returns the sender to a goal. It lives as long as this gateway: look it up once and keep it.</summary>
    public GoalLane LaneTo(GoalAddress goal) => _lanes.GetOrAdd(goal.Number, static (_, to) => to.Gateway.AddLane(to.Goal), (Gateway: this, Goal: goal));

    /// <summary>Returns the sender with an index.</summary>
    public GoalLane LaneAt(int index) => Volatile.Read(ref _byIndex)[index];

    internal ReadingDraft Draft(ProducerEpoch from, int most) => new(Volatile.Read(ref _count), from.Producer, most);

    internal ReadingDraft Draft(ProducerEpoch from, ReadOnlySpan<RoutedReading> readings)
    {
        var draft = Draft(from, readings.Length);
        foreach (ref readonly var reading in readings)
        {
            if (reading.Lane.Owner != this)
            {
                throw new ArgumentException("A lane is of another gateway.", nameof(readings));
            }

            draft.Add(reading.Lane.Index, reading.Time, reading.Value, reading.Sequence);
        }

        return draft;
    }

    internal Underway Send(ReadingDraft draft, ProducerEpoch from, bool tellsApplied)
    {
        if (draft.Count == 0)
        {
            draft.Dispose();
            return Submission.Empty;
        }

        var submission = new Submission(draft.Count, tellsApplied);
        _waves.Add(new WaveBatch(draft, from, submission));
        return submission.Underway;
    }

    internal void Note(ProducerEpoch from, in BatchNotes notes, ImmutableArray<long> notTaken) =>
        _store.NoteProducer(from.Producer, from.Epoch, notes.ThroughSequence, notes.Checkpoint, notes.RejectedWith(notTaken));

    internal void Close(ProducerSession session) =>
        _sessions.TryRemove(new KeyValuePair<long, ProducerSession>(session.Producer, session));

    private GoalLane AddLane(GoalAddress goal)
    {
        var grain = GrainsOfGoals.ReadingGrainOf(_grains, goal);
        lock (_gate)
        {
            // GetOrAdd may run this twice at a time for one goal; one of the two senders is then never used.
            var lane = new GoalLane(this, _count, grain, _firstCalls, _time, () => _watcher.Value) { Goal = goal };
            if (_count == _byIndex.Length)
            {
                var grown = new GoalLane[Math.Max(16, 2 * _count)];
                _byIndex.CopyTo(grown, 0);
                Volatile.Write(ref _byIndex, grown);
            }

            _byIndex[_count] = lane;
            Volatile.Write(ref _count, _count + 1);
            return lane;
        }
    }

    /// <summary>
    /// Receives the messages of goals that hold readings. The reference by which grains call it does not keep it alive; the gateway does.
    /// </summary>
    private sealed class AppliedReceiver(ConcurrentDictionary<long, GoalLane> lanes) : IAppliedWatcher
    {
        public Task Applied(long goal, long call)
        {
            if (lanes.TryGetValue(goal, out var lane))
            {
                lane.Applied(call);
            }

            return Task.CompletedTask;
        }
    }
}
