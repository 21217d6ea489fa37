using System.Collections.Immutable;
using OkrGrains.Grains.Propagation;
using OkrGrains.Grains.Queries;
using OkrGrains.Grains.Readings;
using OkrGrains.Grains.Time;
using OkrGrains.Grains.Watching;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Time;
using OkrGrains.Storage.Records;
using Orleans.Runtime;

namespace OkrGrains.Grains.Goals;

/// <summary>
/// Owns one goal. Its figures follow either from readings of its own (<see cref="Readings"/>) or from the contributions of other goals.
/// </summary>
internal abstract class GoalGrain : Grain, IGoalGrain, IContributionOwner, IDisposable
{
    private readonly ContributionNode _node;
    private readonly WatcherNotifier _watchers;
    private readonly IGoalGrain _self;
    private readonly LevelInstruments _level;
    private readonly GoalAddress _address;
    private readonly string _key;
    private Instant? _timer;

    protected GoalGrain(IGrainContext context, GoalServices services, GoalKind kind)
        : base(context)
    {
        Services = services;
        _key = this.GetPrimaryKeyString();
        _address = GoalAddress.Parse(_key, kind);
        _self = GrainsOfGoals.Of(GrainFactory, _address);
        _watchers = new WatcherNotifier(services.Time);
        _level = services.Instruments.Of(kind);
        Active = new ActiveGrain(Workspace, Number, combiner: null, _self);
        _node = new ContributionNode(context, this, Active, GrainFactory, services, _level);
    }

    protected GoalServices Services { get; }

    /// <summary>The grain as others of this silo find it while it is active.</summary>
    protected ActiveGrain Active { get; }

    protected string Workspace => _address.Workspace;

    protected long Number => _address.Number;

    /// <summary>The goal as loaded; null while it is not in the plan.</summary>
    protected LoadedGoal? Goal { get; private set; }

    /// <summary>The goal's own readings; null for a goal that takes none.</summary>
    protected ReadingState? Readings { get; set; }

    bool IContributionOwner.IsWatched => _watchers.Any;

    GoalVersion IContributionOwner.Version => new GoalSnapshot(Goal!, Readings).Version;

    private GoalSnapshot? Held => Goal is { } goal ? new GoalSnapshot(goal, Readings) : null;

    public override Task OnActivateAsync(CancellationToken cancellationToken) => _node.ActivateAsync(cancellationToken);

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (!_node.HasLeft)
        {
            // Otherwise the activation has ended meanwhile, and the entry may be that of the next one.
            Services.Timers.Remove(_key);
        }

        return _node.DeactivateAsync(cancellationToken);
    }

    /// <summary>
    /// Takes leave of the silo. The runtime calls it when the activation has ended, in a turn of the grain. A grain that has to go while it
    /// is being activated is told nothing else: <see cref="OnDeactivateAsync"/> is for grains whose activation was completed.
    /// </summary>
    public void Dispose() => _node.End();

    public async Task<GoalState> Read(Instant at)
    {
        await KeepUpAsync(at);
        return StateAt(at);
    }

    public Task<bool> Contribute(ImmutableArray<Contribution> contributions) => _node.ContributeAsync(contributions);

    public Task<bool> ContributeAgain(ImmutableArray<Contribution> contributions) => _node.ContributeAgainAsync(contributions);

    public Task<ReadAtLeastResult> ReadAtLeast(ImmutableArray<Expected> expected, CancellationToken cancellation) =>
        _node.ReadAtLeastAsync(expected, cancellation);

    public Task Redefine(long revision) => _node.RedefineAsync(revision);

    public async Task PassOnAgain(long revision)
    {
        if (_node.IsOlderThan(revision) || await IsBehindAsync())
        {
            await _node.ReloadAsync();
            TellWatchers();
        }

        await KeepUpAsync(Services.Clock.Now);
        _node.Above.Repeat(round: null);
    }

    public async Task Refresh()
    {
        await OnTimer();
        _node.Above.Force();
    }

    public async Task OnTimer()
    {
        await KeepUpAsync(Services.Clock.Now);
        TellWatchers();
        SetTimer(isDue: true);
    }

    public async Task<CheckedIn> CheckIn(CheckInEntry entry)
    {
        if (Goal is not { } goal)
        {
            return CheckedIn.Refused(CheckInOutcome.UnknownGoal);
        }

        var row = await Services.CheckIns.FindAsync(Number, entry);
        if (row is not null)
        {
            return entry.SaysSame(row.CheckIn) ? CheckedIn.Of(row) : CheckedIn.Refused(CheckInOutcome.RequestReused);
        }

        if (goal.Node is KpiNode || (entry.Value is not null && Readings is null))
        {
            return CheckedIn.Refused(goal.Node is KpiNode ? CheckInOutcome.TakesNoCheckIns : CheckInOutcome.TakesNoReadings);
        }

        try
        {
            var checkIn = entry.ToCheckIn(Number, (goal.Record.LastCheckIn?.CheckIn.Number ?? 0) + 1);
            if (entry.Value is null)
            {
                await Services.Store.AddCheckInAsync(checkIn, CancellationToken.None);
            }
            else if (!await TryAppendAsync(checkIn, entry))
            {
                return CheckedIn.Refused(CheckInOutcome.SequencesUsedUp);
            }

            row = await Services.CheckIns.ReadAsync(Number, checkIn.Number);
        }
        catch
        {
            // Another activation may have committed first, or the outcome of the write is unknown: the next activation starts from the
            // store.
            Leave();
            throw;
        }

        Goal = goal with { Record = goal.Record with { LastCheckIn = row } };
        TellWatchers();
        SetTimer();
        return CheckedIn.Of(row);
    }

    public async Task<GoalState> Watch(IGoalWatcher watcher)
    {
        _watchers.Renew(watcher);
        var state = await Read(Services.Clock.Now);
        SetTimer();
        return state;
    }

    public Task Unwatch(IGoalWatcher watcher)
    {
        _watchers.Remove(watcher);
        return Task.CompletedTask;
    }

    /// <summary>
    /// Returns the state of the goal's own readings under its definition and at the clock's current instant, once it is durable; null for a
    /// goal that takes no readings.
    /// </summary>
    protected virtual Task<ReadingState?> LoadReadingsAsync(LoadedGoal goal, CancellationToken cancellation) =>
        Task.FromResult<ReadingState?>(null);

    /// <summary>Commits a check-in together with the reading that it brings.</summary>
    /// <returns>False if there is no sequence left for the reading; then nothing is committed.</returns>
    protected virtual Task<bool> TryAppendAsync(NewCheckIn checkIn, CheckInEntry entry) =>
        throw new InvalidOperationException("The goal takes no readings.");

    /// <summary>Returns true if another activation has stored newer readings of the goal, or has evaluated it at a later instant.</summary>
    protected virtual Task<bool> IsBehindAsync() => Task.FromResult(false);

    /// <summary>Advances the goal's own readings to an instant, if the clock changes their value by then.</summary>
    protected virtual Task KeepUpAsync(Instant at) => Task.CompletedTask;

    /// <summary>Has the next activation start from the store: the state in memory may be wrong.</summary>
    protected virtual void Leave()
    {
        // What was begun before the activation ended may fail after that, and then the runtime would throw.
        if (!_node.HasLeft)
        {
            DeactivateOnIdle();
        }
    }

    /// <summary>Passes changes on to parents and watchers, without waiting for them.</summary>
    protected void PassOn() => _node.PassOn();

    Contribution IContributionOwner.ContributionAt(ReadPoint point)
    {
        _level.Evaluated();
        return new GoalSnapshot(Goal!, Readings).ContributionAt(point, Services.Clock.Now);
    }

    ReadAtLeastResult IContributionOwner.Answer()
    {
        var state = StateAt(Services.Clock.Now);
        return new ReadAtLeastResult(
            state, [.. Goal!.Above.Select(edge => edge.At).Distinct().Select(at => new Expected(Number, at, state.Version))]);
    }

    void IContributionOwner.TellOthers()
    {
        TellWatchers();
        SetTimer();
    }

    Task IContributionOwner.LoadAsync(CancellationToken cancellation) => LoadAsync(cancellation);

    /// <summary>Reads the goal, and everything that follows from it, from the store.</summary>
    protected virtual async Task LoadAsync(CancellationToken cancellation)
    {
        var goal = await Services.Loader.LoadAsync(Workspace, Number, cancellation);
        var readings = goal is null ? null : await LoadReadingsAsync(goal, cancellation);

        // Assigned together, and only once durable, because ReadAtLeast interleaves with this method. The stored row is dropped, since
        // the readings hold its content.
        (Goal, Readings) = (goal is null ? null : goal with { State = null }, readings);
        _node.Hold(goal?.Node.Row.Revision, goal?.Inputs ?? Inputs.None, goal?.Level ?? 0, goal?.Above.Count ?? 0);
        _node.Above.Rewire(goal?.Above ?? []);
        SetTimer();
    }

    private void TellWatchers()
    {
        if (_watchers.Any)
        {
            _watchers.Offer(StateAt(Services.Clock.Now));
        }
    }

    /// <summary>Enters the next instant at which the clock changes the goal into the silo's goal timers.</summary>
    /// <remarks>
    /// A change of the value always counts, since parents must hear of it. A change of status, health or grade counts only while somebody
    /// watches the goal: otherwise it is judged when it is read.
    /// </remarks>
    /// <param name="isDue">
    /// True when the goal timers have just fired for this goal. They fire once for an entry and drop it, so that it is entered again even
    /// if its instant is still the same.
    /// </param>
    private void SetTimer(bool isDue = false)
    {
        if (_node.HasLeft)
        {
            return;
        }

        var next = Readings?.Measured.ValidUntil;
        if (_watchers.Any && Held is { } held)
        {
            _level.Evaluated();
            next = held.NextChange(Services.Clock.Now);
        }

        if (isDue || next != _timer)
        {
            _timer = next;
            Services.Timers.Enter(_key, _self, next);
        }
    }

    private GoalState StateAt(Instant at)
    {
        if (Held is not { } held)
        {
            return new GoalState(_address, GoalVersion.None, at, null);
        }

        _level.Evaluated();
        return held.StateAt(at);
    }
}
