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
internal abstract class ReadingGoalGrain : GoalGrain, IReadingGrain
{
    /// <summary>Keeps what changes the readings apart: between the turns of one change there must be none of another.</summary>
    private readonly RequestGate _gate = new();
    private bool _isLeaving;

    protected ReadingGoalGrain(IGrainContext context, GoalServices services, GoalKind kind)
        : base(context, services, kind) => Active.Readings = new ReadingInbox(context.Scheduler, this);

    public Task<Appended> Append(SentReadings readings) => AppendAsync(readings, handedOver: null);

    public Task<Appended> AppendTelling(SentReadings readings, IAppliedObserver observer, long call) =>
        AppendAsync(readings, () => observer.Applied(Number, call));

    /// <summary>Appends readings that were handed over within the silo, unless something else changes the readings now.</summary>
    internal void Take(HandedReadings handed)
    {
        if (Goal is null || Readings is not { } readings || !Active.IsOpen || !_gate.TryEnter())
        {
            handed.Fail(null);
            return;
        }

        ReadingAppend? append;
        try
        {
            append = Prepare(handed, readings);
        }
        catch (Exception failure)
        {
            _gate.Leave();
            handed.Fail(failure);
            return;
        }

        if (append is null)
        {
            _ = AppendHandedAsync(handed);
            return;
        }

        Services.Store.Append(append, handed);
        if (handed.TellsApplied)
        {
            handed.Applied();
        }
    }

    /// <summary>Takes the outcome of an append of readings that were handed over.</summary>
    internal void TakeOutcome(HandedReadings handed)
    {
        if (handed.Failure is EpochRefusedException)
        {
            _ = AppendHandedAsync(handed);
            return;
        }

        var failure = handed.Failure;
        try
        {
            if (failure is null)
            {
                Take(handed.After(Readings!));
            }
        }
        catch (Exception other)
        {
            failure = other;
        }

        if (failure is not null)
        {
            Leave();
        }

        _gate.Leave();
        if (failure is null)
        {
            handed.Answer(new Appended(Taken: true, Readings!.Position, handed.Fenced));
        }
        else
        {
            handed.Fail(failure);
        }
    }

    /// <summary>
    /// Does what <see cref="AppendAloneAsync"/> does as far as nothing has to be awaited, which is nearly always: without a state machine, a
    /// task and its continuation an append costs half as much.
    /// </summary>
    /// <returns>What is to be appended; null if something has to be awaited, or nothing is left to append.</returns>
    private ReadingAppend? Prepare(HandedReadings handed, ReadingState held)
    {
        var sent = handed.Sent!;
        foreach (var stream in sent.Streams)
        {
            if (held.Producers.MayHaveDropped(stream.Producer))
            {
                return null;
            }
        }

        var taken = Deduplication.Of(sent, held.Producers, newest: []);
        if (taken.Stored.IsEmpty
            || held.Measured.AdvanceWith(taken.Stored.Span, Later(Services.Clock.Now, held.Measured.At)) is not { } measured)
        {
            return null;
        }

        Services.Instruments.Appended(sent.Readings.Length);
        handed.Keep(measured, taken.Producers, taken.Fenced);
        return new ReadingAppend(taken.Stored, held.ToSave(Number, measured, taken.Producers)) { Streams = taken.Streams };
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        // Nothing more is handed over, and what was is passed on before the goal leaves.
        Active.Close();
        await _gate.EnterAsync();
        await base.OnDeactivateAsync(reason, cancellationToken);
    }

    private async Task AppendHandedAsync(HandedReadings handed)
    {
        Appended answer;
        try
        {
            answer = await AppendAloneAsync(handed.Sent!, handed.TellsApplied ? handed.Applied : null);
        }
        catch (Exception failure)
        {
            handed.Fail(failure);
            return;
        }
        finally
        {
            _gate.Leave();
        }

        handed.Answer(answer);
    }

    private async Task<Appended> AppendAsync(SentReadings readings, Func<Task>? handedOver)
    {
        if (Goal is null || Readings is null)
        {
            // The goal may be back in the plan, and this grain may not have been told yet.
            await Redefine(long.MaxValue);
        }

        await EnterAsync();
        try
        {
            return await AppendAloneAsync(readings, handedOver is null ? null : () => Tell(handedOver));
        }
        finally
        {
            _gate.Leave();
        }
    }

    /// <summary>Tells an observer, and does not wait for it: one that is gone must not hold up its goal.</summary>
    private static void Tell(Func<Task> handedOver) => handedOver().ContinueWith(
        static told => told.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);

    private async ValueTask<Appended> AppendAloneAsync(SentReadings readings, Action? handedOver)
    {
        Services.Instruments.Appended(readings.Readings.Length);
        if (Goal is null || Readings is null)
        {
            return new Appended(Taken: false, 0, []);
        }

        ImmutableArray<ProducerEpoch> newest = [];
        while (true)
        {
            var taken = Deduplication.Of(readings, await RecallAsync(Readings, readings.Streams), newest);
            if (taken.Stored.IsEmpty)
            {
                return new Appended(Taken: true, Readings.Position, taken.Fenced);
            }

            var held = Readings;
            var measured = await MeasuredWithAsync(taken.Stored, Goal, held);
            var append = new ReadingAppend(taken.Stored, held.ToSave(Number, measured, taken.Producers)) { Streams = taken.Streams };
            long position;
            try
            {
                var committing = Services.Store.AppendAsync(append, CancellationToken.None);
                handedOver?.Invoke();
                position = await committing;
            }
            catch (EpochRefusedException refused)
            {
                // A stream that was fenced meanwhile must not fail the readings of other streams: append again without it.
                newest = newest.AddRange(refused.Newest);
                continue;
            }
            catch
            {
                // CommitAsync does the same, but would cost a closure and another state machine for every call.
                Leave();
                throw;
            }

            Take(held with { Position = position, Measured = measured, Producers = taken.Producers });
            return new Appended(Taken: true, position, taken.Fenced);
        }
    }

    public async Task<Amended> Amend(ReadingAmendment amendment)
    {
        await EnterAsync();
        try
        {
            return await AmendAloneAsync(amendment);
        }
        finally
        {
            _gate.Leave();
        }
    }

    private async Task<Amended> AmendAloneAsync(ReadingAmendment amendment)
    {
        if (Goal is null || Readings is null)
        {
            return Amended.Not(AmendOutcome.TakesNoReadings);
        }

        if (amendment.Request is { } asked
            && await Services.Requests.FindRequestAsync(Workspace, asked.Id, CancellationToken.None) is { } former)
        {
            return former.Stored.Request.AsksForSame(asked) ? AmendedAnswer.Read(former).Amended : Amended.Not(AmendOutcome.RequestReused);
        }

        if (!Readings.Producers.MayHold(amendment.Name))
        {
            return Amended.Not(AmendOutcome.UnknownReading);
        }

        var at = Later(Services.Clock.Now, Readings.Measured.At);
        var replay = await ReplayAsync(Goal, Readings.Position, at, amendment, CancellationToken.None);
        if (replay.Amended is not { } reading)
        {
            return Amended.Not(AmendOutcome.UnknownReading);
        }

        var amended = new Amended(AmendOutcome.Made, Readings.Position, reading.Time, replay.Before);
        var request = amendment.Request is { } named
            ? new NewRequest(Workspace, named, AmendedAnswer.Write(Goal.Node.Row.Name, amended))
            : null;
        if (replay.Before != amendment.Value)
        {
            var next = Readings with { Measured = replay.Measured };
            var append = new AmendmentAppend(amendment, next.ToSave(Number)) { Request = request };
            var position = await CommitAsync(() => Services.Store.AmendAsync(append, CancellationToken.None));
            Readings = next with { Position = position };
            PassOn();
        }
        else if (request is not null)
        {
            // Remembered even so: sent again later, it must not undo what others amend meanwhile.
            await CommitAsync(() => Services.Requests.RecordRequestAsync(request, CancellationToken.None));
        }

        return amended with { Position = Readings.Position };
    }

    protected override async Task<bool> TryAppendAsync(NewCheckIn checkIn, CheckInEntry entry)
    {
        await EnterAsync();
        try
        {
            return await TryAppendAloneAsync(checkIn, entry);
        }
        finally
        {
            _gate.Leave();
        }
    }

    private async Task<bool> TryAppendAloneAsync(NewCheckIn checkIn, CheckInEntry entry)
    {
        var (goal, readings) = (Goal!, Readings!);
        var name = CheckInEntry.ProducerOf(Number, entry.Author);
        var producer = await Services.Producers.OpenProducerAsync(Workspace, name, CancellationToken.None);
        ImmutableArray<ProducerEpoch> stream = [new ProducerEpoch(producer.Number, producer.Epoch)];
        var held = await RecallAsync(readings, stream);
        var last = held[producer.Number]?.LastSequence ?? 0;
        if (last == long.MaxValue)
        {
            return false;
        }

        var reading = new StoredReading(entry.Time, entry.Value!.Value, producer.Number, Math.Max(checkIn.Number, last + 1));
        var taken = Deduplication.Of(new SentReadings(new[] { reading }, stream), held, newest: []);
        var measured = await MeasuredWithAsync(taken.Stored, goal, readings);
        var append = new ReadingAppend(taken.Stored, readings.ToSave(Number, measured, taken.Producers))
        {
            Streams = taken.Streams,
            CheckIn = checkIn with { Reading = reading },
        };
        var position = await CommitAsync(() => Services.Store.AppendAsync(append, CancellationToken.None));
        Take(readings with { Position = position, Measured = measured, Producers = taken.Producers });
        return true;
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

    protected override async Task<bool> IsBehindAsync()
    {
        // Nothing is appended meanwhile, or the goal would take its own append for that of another activation.
        await EnterAsync();
        try
        {
            return Readings is { } held
                && await Services.Store.ReadStateAsync(Number, CancellationToken.None) is { } row
                && (row.Position > held.Position || row.EvaluatedAt > held.Measured.At);
        }
        finally
        {
            _gate.Leave();
        }
    }

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

    /// <summary>Returns the tallies at the clock's current instant, with more readings.</summary>
    private async ValueTask<MeasureState> MeasuredWithAsync(ReadOnlyMemory<StoredReading> added, LoadedGoal goal, ReadingState held)
    {
        var at = Later(Services.Clock.Now, held.Measured.At);
        return held.Measured.AdvanceWith(added.Span, at)
            ?? (await RebuildAsync(goal, held.Position, at, CancellationToken.None)).With(added.Span);
    }

    private void Take(ReadingState committed)
    {
        Readings = committed;
        PassOn();
    }

    /// <summary>Returns the producer offsets of the goal, with those that had been dropped of the producers of these streams.</summary>
    private async ValueTask<ProducerOffsets> RecallAsync(ReadingState held, ImmutableArray<ProducerEpoch> streams)
    {
        var offsets = held.Producers;
        foreach (var stream in streams)
        {
            if (offsets.MayHaveDropped(stream.Producer))
            {
                var last = await Services.Store.ReadLastSequenceAsync(Number, stream.Producer, held.Position, CancellationToken.None);

                // The epoch need not be known here: the store's writer checks the epochs of every append.
                offsets = offsets.With(new ProducerOffset(stream.Producer, Epoch: 0, last));
            }
        }

        return offsets;
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

    /// <summary>
    /// Has the next activation start from the store, and takes nothing more that is handed over: the state in memory may be wrong.
    /// </summary>
    private void Leave()
    {
        _isLeaving = true;
        Active.Close();
        DeactivateOnIdle();
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
