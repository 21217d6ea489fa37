using System.Collections.Concurrent;
using System.Collections.Immutable;
using OkrGrains.Grains.Goals;
using OkrGrains.Storage;
using OkrGrains.Storage.Producers;

namespace OkrGrains.Grains.Readings;

/// <summary>
/// Brings readings from producers to their goals, batch by batch: grouped by goal, in the order in which they were submitted, one call in
/// flight a goal.
/// </summary>
public sealed class ReadingGateway
{
    private readonly IGrainFactory _grains;
    private readonly IGoalStore _store;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<long, GoalLane> _lanes = [];
    private readonly ConcurrentDictionary<long, ProducerSession> _sessions = [];
    private readonly AppliedReceiver _receiver;
    private readonly Lazy<IAppliedWatcher> _watcher;

    /// <summary>A gateway to the goals that the factory leads to.</summary>
    public ReadingGateway(IGrainFactory grains, IGoalStore store, TimeProvider time)
    {
        _grains = grains;
        _store = store;
        _time = time;
        _receiver = new AppliedReceiver(_lanes);
        _watcher = new(() => grains.CreateObjectReference<IAppliedWatcher>(_receiver));
    }

    /// <summary>Opens a stream of a producer, with a new durable epoch. An older stream of it is fenced.</summary>
    /// <param name="workspace">The workspace's id.</param>
    /// <param name="producer">The producer's name.</param>
    /// <param name="acknowledged">
    /// The last sequence that the producer knows to be acknowledged: after a crash it may know more than the store has noted.
    /// </param>
    /// <param name="cancellation">Gives up.</param>
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

    internal Underway Send(ReadOnlySpan<RoutedReading> readings, ProducerEpoch from, bool tellsApplied)
    {
        if (readings.IsEmpty)
        {
            return Submission.Empty;
        }

        var groups = new Dictionary<GoalAddress, ImmutableArray<SentReading>.Builder>();
        foreach (ref readonly var reading in readings)
        {
            if (!groups.TryGetValue(reading.Goal, out var group))
            {
                groups.Add(reading.Goal, group = ImmutableArray.CreateBuilder<SentReading>());
            }

            group.Add(new SentReading(reading.Time, reading.Value, from.Producer, from.Epoch, reading.Sequence));
        }

        var submission = new Submission(groups.Count);
        foreach (var (goal, group) in groups)
        {
            LaneTo(goal).Add(new GoalLane.Part(group.ToImmutable(), from, submission, tellsApplied));
        }

        return new Underway(submission.Applied, submission.Done);
    }

    internal void Note(ProducerEpoch from, in BatchNotes notes, ImmutableArray<long> notTaken) =>
        _store.NoteProducer(from.Producer, from.Epoch, notes.ThroughSequence, notes.Checkpoint, notes.RejectedWith(notTaken));

    internal void Close(ProducerSession session) =>
        _sessions.TryRemove(new KeyValuePair<long, ProducerSession>(session.Producer, session));

    private GoalLane LaneTo(GoalAddress goal) =>
        _lanes.GetOrAdd(goal.Number, (_, address) => new GoalLane(GrainsOfGoals.ReadingGrainOf(_grains, address), _time, _watcher.Value), goal);

    /// <summary>Grains call it by its reference, which does not keep it alive: the gateway does.</summary>
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
