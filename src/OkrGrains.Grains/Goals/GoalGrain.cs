using System.Collections.Immutable;
using System.Globalization;
using OkrGrains.Grains.Propagation;
using OkrGrains.Grains.Queries;
using OkrGrains.Grains.Readings;
using OkrGrains.Grains.Time;
using OkrGrains.Grains.Watching;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Rules;
using OkrGrains.Model.Time;
using OkrGrains.Storage.Records;
using Orleans.Runtime;

namespace OkrGrains.Grains.Goals;

/// <summary>
/// Owns one goal. Its figures follow either from readings of its own (<see cref="Readings"/>) or from the contributions of other goals.
/// </summary>
internal abstract class GoalGrain : Grain, IGoalGrain
{
    private readonly VersionBarrier _barrier;
    private readonly WatcherNotifier _watchers;
    private readonly ParentSenders _above;
    private readonly RoundParticipant _participant;
    private readonly IGoalGrain _self;
    private readonly LevelInstruments _level;
    private readonly string _key;
    private Instant? _timer;
    private bool _hasNews;
    private GoalState? _told;

    protected GoalGrain(IGrainContext context, GoalServices services)
        : base(context)
    {
        Services = services;
        _key = this.GetPrimaryKeyString();
        var slash = _key.IndexOf('/', StringComparison.Ordinal);
        Workspace = _key[..slash];
        Number = long.Parse(_key.AsSpan(slash + 1), CultureInfo.InvariantCulture);
        _self = GrainsOfGoals.Of(GrainFactory, Address);
        _barrier = new VersionBarrier(services.Time);
        _watchers = new WatcherNotifier(services.Time);
        _level = services.Instruments.Of(Kind);
        _above = new ParentSenders(Workspace, GrainFactory, ContributionAt, services, _level);
        _participant = new RoundParticipant(services.PropagationScheduler, TakePart);
    }

    protected GoalServices Services { get; }

    protected string Workspace { get; }

    protected long Number { get; }

    /// <summary>The goal as loaded; null while it is not in the plan.</summary>
    protected LoadedGoal? Goal { get; private set; }

    /// <summary>The goal's own readings; null for a goal that takes none.</summary>
    protected ReadingState? Readings { get; set; }

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        // Registered before it loads, so that reconciliation tells this grain of a definition that is committed while it loads.
        Services.Active.Add(_key, new ActiveGrain(Workspace, Number, _self));
        return LoadAsync(cancellationToken);
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Services.Active.Remove(_key);
        Services.Timers.Remove(_key);
        if (_participant.Waits)
        {
            _above.Offer(round: null);
        }

        return _above.StopAsync().WaitAsync(cancellationToken);
    }

    public async Task<GoalState> Read(Instant at)
    {
        await KeepUpAsync(at);
        return StateAt(at);
    }

    public async Task<bool> Contribute(ImmutableArray<Contribution> contributions)
    {
        if (Goal is null)
        {
            return false;
        }

        if (Inputs.NewestRevision(Goal.Node.Row.Revision, contributions) is var revision && revision > Goal.Node.Row.Revision)
        {
            // A newer contribution is not combined with the older definition: the newer sum of positions may be smaller, and the version
            // would go back.
            await Redefine(revision);
            if (Goal is null)
            {
                return false;
            }
        }

        var (changed, areHeld) = Goal.Inputs.TakeAll(contributions);
        _barrier.Notify(Goal.Inputs);

        // Joins even when nothing changed here, unless all parents have taken the last contribution: a former activation may have died
        // before it passed on what it had taken.
        if (!_above.IsDelivered || (changed && !(_above.IsEmpty && !_watchers.Any)))
        {
            _hasNews |= changed;
            _participant.Join();
        }

        return areHeld;
    }

    public async Task<bool> ContributeAgain(ImmutableArray<Contribution> contributions)
    {
        var isHeld = await Contribute(contributions);
        _above.Repeat();
        return isHeld;
    }

    public async Task<ReadAtLeastResult> ReadAtLeast(ImmutableArray<Expected> expected)
    {
        await _barrier.WaitAsync(expected, Goal?.Inputs ?? Inputs.None);

        // While it waited, the goal may have been redefined or removed from the plan.
        if (Goal is not { } goal)
        {
            return new ReadAtLeastResult(null, []);
        }

        _above.Force();
        var version = Version;
        return new ReadAtLeastResult(
            StateAt(Services.Clock.Now),
            [.. goal.Above.Select(edge => edge.At).Distinct().Select(at => new Expected(Number, at, version))]);
    }

    public async Task Redefine(long revision)
    {
        if (Goal is null || Goal.Node.Row.Revision < revision)
        {
            await LoadAsync(CancellationToken.None);
            _barrier.Notify(Goal?.Inputs ?? Inputs.None);
            PassOn();
        }
    }

    public async Task PassOnAgain(long revision)
    {
        if (Goal is null || Goal.Node.Row.Revision < revision || await IsBehindAsync())
        {
            await LoadAsync(CancellationToken.None);
            TellWatchers();
        }

        await KeepUpAsync(Services.Clock.Now);
        _above.Repeat();
    }

    public async Task Refresh()
    {
        await OnTimer();
        _above.Force();
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

        if (goal.Node is KpiNode || (entry.Value is not null && Readings is null))
        {
            return CheckedIn.Refused(goal.Node is KpiNode ? CheckInOutcome.TakesNoCheckIns : CheckInOutcome.TakesNoReadings);
        }

        var row = await Services.CheckIns.FindAsync(Number, entry);
        if (row is null)
        {
            try
            {
                var checkIn = entry.ToCheckIn(Number, (goal.Record.LastCheckIn?.CheckIn.Number ?? 0) + 1);
                await (entry.Value is null ? Services.Store.AddCheckInAsync(checkIn, CancellationToken.None).AsTask() : AppendAsync(checkIn, entry));
                row = await Services.CheckIns.ReadAsync(Number, checkIn.Number);
            }
            catch
            {
                // Another activation may have committed first, or the outcome of the write is unknown: the next activation starts from the
                // store.
                DeactivateOnIdle();
                throw;
            }

            Goal = goal with { Record = goal.Record with { LastCheckIn = row } };
            TellWatchers();
            SetTimer();
        }

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
    protected virtual Task AppendAsync(NewCheckIn checkIn, CheckInEntry entry) => throw new InvalidOperationException("The goal takes no readings.");

    /// <summary>Returns true if another activation has stored newer readings of the goal, or has evaluated it at a later instant.</summary>
    protected virtual Task<bool> IsBehindAsync() => Task.FromResult(false);

    /// <summary>Reads the definition, and everything that follows from it, from the store.</summary>
    private async Task LoadAsync(CancellationToken cancellation)
    {
        var goal = await Services.Loader.LoadAsync(Number, cancellation);
        var readings = goal is null ? null : await LoadReadingsAsync(goal, cancellation);

        // Assigned together, and only once durable, because ReadAtLeast interleaves with this method. The stored row is dropped, since
        // the readings hold its content.
        (Goal, Readings) = (goal is null ? null : goal with { State = null }, readings);
        _above.Rewire(goal?.Above ?? []);
        _participant.Level = goal?.Level ?? 0;
        SetTimer();
    }

    /// <summary>Advances the goal's own readings to an instant, if the clock changes their value by then.</summary>
    protected virtual Task KeepUpAsync(Instant at) => Task.CompletedTask;

    /// <summary>Passes changes on to parents and watchers, without waiting for them.</summary>
    protected void PassOn()
    {
        if (Goal is not null)
        {
            _above.Offer(round: null);
        }

        TellWatchers();
        SetTimer();
    }

    /// <summary>Passes on, as part of a propagation round, what has changed since the round before.</summary>
    private void TakePart(Round round)
    {
        _above.Offer(round);
        if (_hasNews)
        {
            // Watchers are not told without news: the expected progress changes with every millisecond, and that alone is none.
            _hasNews = false;
            TellWatchers();
            SetTimer();
        }
    }

    private GoalAddress Address => new(Workspace, Number, Kind);

    private GoalVersion Version => Goal is not { } goal ? GoalVersion.None
        : Readings?.Version ?? goal.Inputs.Version(goal.Node.Row.Revision);

    private Contribution ContributionAt(ReadPoint point)
    {
        _level.Evaluated();
        return Readings is { } readings
            ? readings.Contribution(Goal!.Node, point)
            : GoalEvaluation.Contribution(Goal!.Node, point, Goal.Inputs, Services.Clock.Now);
    }

    private void TellWatchers()
    {
        if (!_watchers.Any)
        {
            return;
        }

        // Whole states are compared, since a new definition may change what is shown of a goal and none of its figures.
        var state = StateAt(Services.Clock.Now);
        if (!state.SaysTheSameAs(_told))
        {
            _told = state;
            _watchers.Offer(state);
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
        Instant? next = null;
        if (Goal is { } goal)
        {
            next = Readings?.Measured.ValidUntil;
            if (_watchers.Any)
            {
                var now = Services.Clock.Now;
                var verdict = StatusForecast.NextVerdict(goal.Node, FiguresAt(goal, now), Readings?.Measured.Newest, now);
                next = new[] { next, verdict, OverdueAfter(goal, now) }.Min();
            }
        }

        if (isDue || next != _timer)
        {
            _timer = next;
            Services.Timers.Enter(_key, _self, next);
        }
    }

    private static Instant? OverdueAfter(LoadedGoal goal, Instant now) =>
        Review.OverdueFrom(GoalRecords.CheckInDueAt(goal.Node, goal.Record)) is { } from && from > now ? from : null;

    private GoalState StateAt(Instant at)
    {
        if (Goal is not { } goal)
        {
            return new GoalState(Address, GoalVersion.None, at, null);
        }

        var figures = FiguresAt(goal, at);
        var change = Readings is { } readings
            ? StatusForecast.OfMeasured(goal.Node, readings.Measured, figures, at)
            : StatusForecast.Next(goal.Node, figures, newest: null, at);
        return GoalRecords.AddTo(new GoalState(Address, Version, at, figures, change), goal.Node, goal.Record);
    }

    private GoalFigures FiguresAt(LoadedGoal goal, Instant at)
    {
        _level.Evaluated();
        return Readings is { } readings
            ? GoalEvaluation.OfMeasured(goal.Node, readings.ValueAt(goal.Node.OwnPoint), readings.Measured.Newest, at)
            : GoalEvaluation.OfDerived(goal.Node, goal.Inputs, at);
    }

    /// <summary>The kind of the grain's goal.</summary>
    protected abstract GoalKind Kind { get; }
}
