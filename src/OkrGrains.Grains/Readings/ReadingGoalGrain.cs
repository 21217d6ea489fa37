using System.Collections.Immutable;
using OkrGrains.Grains.Goals;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Measures;
using OkrGrains.Model.Targets;
using OkrGrains.Model.Time;
using OkrGrains.Model.Windows;
using OkrGrains.Storage;
using OkrGrains.Storage.Records;
using Orleans.Runtime;

namespace OkrGrains.Grains.Readings;

/// <summary>Owns a goal that may take readings. Only committed state is kept, shown or passed on.</summary>
internal abstract partial class ReadingGoalGrain : GoalGrain, IReadingGrain
{
    /// <summary>Keeps what changes the readings apart: between the turns of one change there must be none of another.</summary>
    private readonly RequestGate _gate = new();
    private bool _isLeaving;

    protected ReadingGoalGrain(IGrainContext context, GoalServices services, GoalKind kind)
        : base(context, services, kind) => Active.Readings = new ReadingInbox(context.Scheduler, this, Active);

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        // Nothing more is handed over, and what was is passed on before the goal leaves.
        Active.Close();
        await _gate.EnterAsync();
        await base.OnDeactivateAsync(reason, cancellationToken);
    }

    protected override async Task<ReadingState?> LoadReadingsAsync(LoadedGoal goal, CancellationToken cancellation)
    {
        if (goal.Node.Measure is null)
        {
            await SaveIdleAsync(goal);
            return null;
        }

        var points = PointsOf(goal);
        var now = Services.Clock.Now;
        if (goal.State is not { } row)
        {
            return ReadingState.Empty(goal.Node, points, now);
        }

        // A state that still holds keeps the instant at which it was stored. The instant is part of the version, which must not go back
        // with a restart.
        var stored = StoredAt(points, goal, row);
        var measured = stored is null
            ? await RebuildAsync(goal, row.Position, Later(now, row.EvaluatedAt), cancellation)
            : stored.Measured.ValidUntil <= now ? await AdvancedToAsync(goal, stored, now)
            : stored.Measured;
        var readings = new ReadingState(
            goal.Node.Row.Revision, row.Position, measured, stored?.Producers ?? ProducerOffsets.Read(row.Body.Span));
        if (row.Revision < readings.Revision || measured != stored?.Measured)
        {
            await SaveAsync(readings);
        }

        return readings;
    }

    // Nothing is appended meanwhile, or the goal would take its own append for that of another activation.
    protected override Task<bool> IsBehindAsync() => AloneAsync(async () =>
        Readings is { } held
        && await Services.Store.ReadStateAsync(Number, CancellationToken.None) is { } row
        && (row.Position > held.Position || row.EvaluatedAt > held.Measured.At));

    protected override async Task LoadAsync(CancellationToken cancellation)
    {
        await _gate.EnterAsync();
        try
        {
            // An activation that leaves need not load what the next one will.
            if (!_isLeaving)
            {
                await base.LoadAsync(cancellation);
            }
        }
        finally
        {
            _gate.Leave();
        }
    }

    protected override Task KeepUpAsync(Instant at) => IsBehindAt(at) ? KeepUpAloneAsync(at) : Task.CompletedTask;

    private bool IsBehindAt(Instant at) => Goal is not null && Readings?.Measured.ValidUntil <= at;

    private async Task KeepUpAloneAsync(Instant at)
    {
        await EnterAsync();
        try
        {
            if (IsBehindAt(at))
            {
                await AdvanceAsync(Goal!, Readings!, at);
            }
        }
        finally
        {
            _gate.Leave();
        }
    }

    private async Task AdvanceAsync(LoadedGoal goal, ReadingState readings, Instant at)
    {
        var advanced = readings with { Measured = await AdvancedToAsync(goal, readings, at) };
        if (readings.Position > 0)
        {
            await SaveAsync(advanced);
        }

        Readings = advanced;
        PassOn();
    }

    private void Take(ReadingState committed)
    {
        Readings = committed;
        PassOn();
    }

    /// <summary>
    /// Stores the state of a goal that takes no readings now, so that it keeps those it has and does not stay stale for ever.
    /// </summary>
    private async Task SaveIdleAsync(LoadedGoal goal)
    {
        var revision = goal.Node.Row.Revision;
        if (goal.State is { } row && (row.Revision < revision || row.ValidUntil is not null))
        {
            var idle = new StateSave(Number, row.Position, revision, row.EvaluatedAt, ValidUntil: null, row.Body);
            await CommitAsync(() => Services.Store.SaveStateAsync(idle, CancellationToken.None));
        }
    }

    /// <summary>Returns the state as stored; null when it was written for other read points.</summary>
    private static ReadingState? StoredAt(ImmutableArray<ReadPoint> points, LoadedGoal goal, StateRow row) =>
        ReadingState.Of(goal.Node, row) is { } stored && stored.Measured.Points.SequenceEqual(points) ? stored : null;

    private static ImmutableArray<ReadPoint> PointsOf(LoadedGoal goal)
    {
        if (goal.Node is not KpiNode)
        {
            return goal.Node.PointsFor([goal.Node.OwnPoint]);
        }

        return goal.Node is { Prorate: Prorate.None, Measure.Window: not CompleteWindow } && goal.Above.All(edge => edge.At == ReadPoint.Now)
            ? ReadPoint.OnlyNow
            : goal.Node.PointsFor(goal.Above.Select(edge => edge.At).Append(ReadPoint.Now));
    }

    /// <summary>
    /// Returns the later of two instants. Another silo's clock may have been ahead of this one's, and what it has evaluated stands.
    /// </summary>
    private static Instant Later(Instant now, Instant evaluated) => now > evaluated ? now : evaluated;

    private async ValueTask<MeasureState> AdvancedToAsync(LoadedGoal goal, ReadingState readings, Instant now)
    {
        var at = Later(now, readings.Measured.At);
        return readings.Measured.AdvanceTo(at) ?? await RebuildAsync(goal, readings.Position, at, CancellationToken.None);
    }

    private async Task<MeasureState> RebuildAsync(LoadedGoal goal, long upTo, Instant at, CancellationToken cancellation) =>
        (await ReplayAsync(goal, upTo, at, null, cancellation)).Measured;

    private Task<Replay> ReplayAsync(
        LoadedGoal goal, long upTo, Instant at, ReadingAmendment? next, CancellationToken cancellation)
    {
        var node = goal.Node;
        var empty = MeasureState.Create(node.Measure!, node.MeasureZone, node.Cycle, PointsOf(goal), at);
        return Replay.RunAsync(Services.Store.ReadHistoryAsync(Number, upTo, cancellation), empty, next);
    }

    private Task<long> SaveAsync(ReadingState readings) =>
        CommitAsync(() => Services.Store.SaveStateAsync(readings.ToSave(Number), CancellationToken.None));

    /// <summary>Does what every goal does, and takes nothing more that is handed over.</summary>
    protected override void Leave()
    {
        _isLeaving = true;
        Active.Close();
        base.Leave();
    }

    /// <summary>Waits until nothing else changes the readings.</summary>
    /// <exception cref="StoreConflictException">
    /// What did has failed, and the state in memory may be wrong. A call that is made again finds the next activation.
    /// </exception>
    private async ValueTask EnterAsync()
    {
        await _gate.EnterAsync();
        if (_isLeaving)
        {
            _gate.Leave();
            throw new StoreConflictException($"Goal {Number} is being loaded again.");
        }
    }

    /// <summary>Runs what changes the readings, or must not meet a change, while nothing else does.</summary>
    /// <exception cref="StoreConflictException">The same as for <see cref="EnterAsync"/>.</exception>
    private async Task<T> AloneAsync<T>(Func<Task<T>> change)
    {
        await EnterAsync();
        try
        {
            return await change();
        }
        finally
        {
            _gate.Leave();
        }
    }

    private async Task<long> CommitAsync(Func<ValueTask<long>> commit)
    {
        try
        {
            return await commit();
        }
        catch (Exception failure) when (IsOfStore(failure))
        {
            Leave();
            throw;
        }
    }

    /// <summary>
    /// Returns true for a failure after which the state in memory may be ahead of the store, or behind it, so that the next activation has
    /// to start from the store. A refused epoch says nothing about the state.
    /// </summary>
    private static bool IsOfStore(Exception failure) => failure is not EpochRefusedException;
}
