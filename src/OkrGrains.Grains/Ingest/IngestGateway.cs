using System.Collections.Concurrent;
using System.Collections.Immutable;
using OkrGrains.Grains.Goals;
using OkrGrains.Grains.Propagation;
using OkrGrains.Grains.Readings;
using OkrGrains.Grains.Time;
using OkrGrains.Storage;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Ingest;

/// <summary>
/// Sends readings from producers to their goals, in the order in which they were submitted, with one call in flight to each goal.
/// </summary>
public sealed class IngestGateway
{
    private readonly IGrainFactory _grains;
    private readonly IProducerStore _store;
    private readonly HeldReadings _held;
    private readonly ActivationThrottle _throttle;
    private readonly ActiveGrains _active;
    private readonly TimeProvider _time;
    private readonly TaskScheduler _home;
    private readonly ConcurrentDictionary<string, WorkspaceIngest> _workspaces = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<long, GoalSender> _senders = [];
    private readonly ConcurrentDictionary<long, ProducerSession> _sessions = [];
    private readonly AppliedReceiver _receiver;

    /// <summary>One delegate for the senders of all goals.</summary>
    private readonly Func<IAppliedObserver> _observer;

    internal IngestGateway(
        IGrainFactory grains,
        IProducerStore store,
        HeldReadings held,
        ActivationThrottle throttle,
        ActiveGrains active,
        TimeProvider time,
        TaskScheduler home)
    {
        _grains = grains;
        _store = store;
        _held = held;
        _throttle = throttle;
        _active = active;
        _time = time;
        _home = home;
        _receiver = new AppliedReceiver(_senders);
        var observer = new Lazy<IAppliedObserver>(() => grains.CreateObjectReference<IAppliedObserver>(_receiver));
        _observer = () => observer.Value;
    }

    /// <summary>Opens a stream of a producer with a new durable epoch, and fences older streams of it.</summary>
    /// <param name="workspace">The workspace's id.</param>
    /// <param name="producer">The producer's name.</param>
    /// <param name="acknowledged">
    /// The last sequence that the producer knows to be acknowledged. After a crash it may be greater than the one in the store, which is
    /// written with a later commit.
    /// </param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <exception cref="StoreRolledBackException">The store does not hold what the producer knows to be acknowledged.</exception>
    /// <exception cref="StoreUnavailableException">The store takes no writes.</exception>
    public Task<ProducerSession> OpenAsync(string workspace, string producer, long acknowledged, CancellationToken cancellation) =>
        OpenAsync(workspace, producer, new AcknowledgedReadings(acknowledged, null), cancellation);

    /// <inheritdoc cref="OpenAsync(string, string, long, CancellationToken)"/>
    /// <param name="workspace">The workspace's id.</param>
    /// <param name="producer">The producer's name.</param>
    /// <param name="known">What the producer knows to be acknowledged.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public async Task<ProducerSession> OpenAsync(
        string workspace, string producer, AcknowledgedReadings known, CancellationToken cancellation)
    {
        var held = await _held.CheckAsync(workspace, producer, known, cancellation);
        var row = await _store.OpenProducerAsync(workspace, producer, cancellation);
        var session = new ProducerSession(this, IngestOf(workspace), (workspace, producer), row, held);
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
    public GoalSender SenderTo(GoalAddress goal) =>
        _senders.GetOrAdd(goal.Number, static (_, to) => to.Gateway.AddSender(to.Goal), (Gateway: this, Goal: goal));

    internal void RecordProgress(ProducerEpoch from, in BatchProgress progress, ImmutableArray<long> notTaken) =>
        _store.RecordProgress(from.Producer, from.Epoch, progress.ThroughSequence, progress.Checkpoint, progress.RejectedWith(notTaken));

    /// <summary>Completes once everything that was recorded so far is durable.</summary>
    internal ValueTask FlushProgressAsync() => _store.FlushProgressAsync(CancellationToken.None);

    /// <summary>Returns true if no stream with a newer epoch of a producer has been opened.</summary>
    internal async Task<bool> IsNewestAsync((string Workspace, string Producer) name, long epoch) =>
        await _store.ReadProducerAsync(name.Workspace, name.Producer, CancellationToken.None) is not { } row || row.Epoch <= epoch;

    internal void Close(ProducerSession session) =>
        _sessions.TryRemove(new KeyValuePair<long, ProducerSession>(session.Producer, session));

    private WorkspaceIngest IngestOf(string workspace) =>
        _workspaces.GetOrAdd(workspace, static (_, from) => new WorkspaceIngest(from._time, from._home), this);

    private GoalSender AddSender(GoalAddress goal)
    {
        // GetOrAdd may run this twice at a time for one goal; one of the two senders is then never used.
        var grain = GrainsOfGoals.ReadingGrainOf(_grains, goal);
        var owner = IngestOf(goal.Workspace);
        return owner.Add(index => new GoalSender(owner, index, grain, _throttle, _time, _observer, _active) { Goal = goal });
    }

    /// <summary>
    /// Receives the messages of goals that hold readings. The reference by which grains call it does not keep it alive; the gateway does.
    /// </summary>
    private sealed class AppliedReceiver(ConcurrentDictionary<long, GoalSender> senders) : IAppliedObserver
    {
        public Task Applied(long goal, long call)
        {
            if (senders.TryGetValue(goal, out var sender))
            {
                sender.Applied(call);
            }

            return Task.CompletedTask;
        }
    }
}
