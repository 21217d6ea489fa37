using System.Collections.Immutable;
using OkrGrains.Grains.Goals;
using OkrGrains.Model.Measures;
using OkrGrains.Storage;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Readings;

// Appends readings, by a call or handed over within the silo.
internal abstract partial class ReadingGoalGrain
{
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
            if (append is not null)
            {
                Services.Store.Append(append, handed);
            }
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
        return AppendOf(taken, held, measured);
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
            var append = AppendOf(taken, held, measured);
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

    protected override Task<bool> TryAppendAsync(NewCheckIn checkIn, CheckInEntry entry) =>
        AloneAsync(() => TryAppendAloneAsync(checkIn, entry));

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
        var append = AppendOf(taken, readings, measured) with { CheckIn = checkIn with { Reading = reading } };
        var position = await CommitAsync(() => Services.Store.AppendAsync(append, CancellationToken.None));
        Take(readings with { Position = position, Measured = measured, Producers = taken.Producers });
        return true;
    }

    /// <summary>Returns what is to be appended to the readings held, with the state that follows.</summary>
    private ReadingAppend AppendOf(in Deduplication taken, ReadingState held, MeasureState measured) =>
        new(taken.Stored, held.ToSave(Number, measured, taken.Producers)) { Streams = taken.Streams };

    /// <summary>Returns the tallies at the clock's current instant, with more readings.</summary>
    private async ValueTask<MeasureState> MeasuredWithAsync(ReadOnlyMemory<StoredReading> added, LoadedGoal goal, ReadingState held)
    {
        var at = Later(Services.Clock.Now, held.Measured.At);
        return held.Measured.AdvanceWith(added.Span, at)
            ?? (await RebuildAsync(goal, held.Position, at, CancellationToken.None)).With(added.Span);
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
}
