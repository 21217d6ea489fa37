using System.Collections.Immutable;
using OkrGrains.Grains.Readings;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Ingest;

/// <summary>One call of a goal sender, with slices of one or more ingest batches.</summary>
internal sealed class GoalCall
{
    /// <summary>The slices after the first. Nearly all calls have none, and are spared an array.</summary>
    private readonly GoalSlice[] _more = [];
    private readonly CallsInFlight? _flight;
    private GoalSlice _first;
    private IngestBatch? _lender;

    /// <summary>Creates a call with one slice, whose arrays stay those of its ingest batch.</summary>
    /// <param name="slice">The readings.</param>
    /// <param name="lender">The ingest batch, which counts this call as a user of its arrays.</param>
    /// <param name="flight">The calls in flight, which count this one.</param>
    public GoalCall(in GoalSlice slice, IngestBatch lender, CallsInFlight flight)
    {
        _first = slice;
        _lender = lender;
        _flight = flight;
        Sent = new SentReadings(slice.Readings, slice.Streams);
    }

    /// <summary>Creates a call with slices that have arrays of their own.</summary>
    /// <param name="slices">The slices, at least one, without two epochs of a producer.</param>
    public GoalCall(GoalSlice[] slices)
    {
        _first = slices[0];
        if (slices.Length == 1)
        {
            Sent = new SentReadings(_first.Readings, _first.Streams);
            return;
        }

        var readings = new StoredReading[slices.Sum(slice => slice.Count)];
        var start = 0;
        foreach (ref var slice in slices.AsSpan())
        {
            slice.Readings.CopyTo(readings.AsMemory(start));
            slice = slice with { Readings = readings.AsMemory(start, slice.Count) };
            start += slice.Count;
        }

        _first = slices[0];
        _more = slices[1..];
        Sent = new SentReadings(readings, [.. slices.SelectMany(slice => slice.Streams).Distinct()]);
    }

    /// <summary>The readings of all slices.</summary>
    public SentReadings Sent { get; private set; }

    /// <summary>The first slice, which is the only one unless the readings had to wait for another call.</summary>
    public ref readonly GoalSlice First => ref _first;

    /// <summary>True when somebody wants to know when the goal holds the readings.</summary>
    public bool TellsApplied => TellsAppliedOf(_first) || Array.Exists(_more, static slice => TellsAppliedOf(slice));

    /// <summary>Tells that the goal holds the readings, which are not durable yet.</summary>
    public void Apply()
    {
        ApplySlice(_first);
        foreach (ref readonly var slice in _more.AsSpan())
        {
            ApplySlice(slice);
        }
    }

    /// <summary>Tells that the readings are durable, except those of fenced streams, which fail.</summary>
    /// <param name="position">The position of the commit.</param>
    /// <param name="fenced">The producers of which a newer epoch is known, each with that epoch.</param>
    /// <param name="wasApplied">True if <see cref="Apply"/> has been called.</param>
    public void Complete(long position, ImmutableArray<ProducerEpoch> fenced, bool wasApplied)
    {
        CompleteSlice(_first, position, fenced, wasApplied);
        foreach (ref readonly var slice in _more.AsSpan())
        {
            CompleteSlice(slice, position, fenced, wasApplied);
        }
    }

    /// <summary>Tells that the goal takes none of the readings.</summary>
    public void Refuse(bool wasApplied)
    {
        RefuseSlice(_first, wasApplied);
        foreach (ref readonly var slice in _more.AsSpan())
        {
            RefuseSlice(slice, wasApplied);
        }
    }

    /// <summary>Fails all readings.</summary>
    public void Fail(Exception failure)
    {
        FailSlice(_first, failure);
        foreach (ref readonly var slice in _more.AsSpan())
        {
            FailSlice(slice, failure);
        }
    }

    /// <summary>
    /// Copies a borrowed slice after an attempt without an answer. The call may be repeated for minutes, and must not keep the arrays of
    /// the ingest batch, of up to 150 MB, in memory. The readings array does not go back to its pool, since the goal may still be reading
    /// from it.
    /// </summary>
    public void Detach()
    {
        if (_lender is { } lender)
        {
            _first = _first.Copy();
            Sent = Sent with { Readings = _first.Readings };
            _lender = null;
            lender.Release(isLost: true);
        }
    }

    /// <summary>Called when the readings have their outcomes, or wait in copies: the slices are not read any more.</summary>
    public void End()
    {
        _lender?.Release(isLost: false);
        _flight?.End();
    }

    private static bool IsFenced(ProducerEpoch stream, ImmutableArray<ProducerEpoch> fenced) =>
        fenced.Any(newer => newer.Producer == stream.Producer && newer.Epoch > stream.Epoch);

    private static bool TellsAppliedOf(in GoalSlice slice) => slice.Outcomes.TellsApplied(slice.BatchOf.Span);

    private static void ApplySlice(in GoalSlice slice) => slice.Outcomes.Apply(slice.BatchOf.Span);

    private static void CompleteSlice(in GoalSlice slice, long position, ImmutableArray<ProducerEpoch> fenced, bool wasApplied)
    {
        if (fenced.IsEmpty)
        {
            slice.Outcomes.Complete(slice.BatchOf.Span, position, wasApplied);
            return;
        }

        CompleteUnfenced(slice, position, fenced, wasApplied);
    }

    /// <summary>Stands apart since its closures would be allocated by every call otherwise.</summary>
    private static void CompleteUnfenced(GoalSlice slice, long position, ImmutableArray<ProducerEpoch> fenced, bool wasApplied)
    {
        FailSlice(slice.Where(stream => IsFenced(stream, fenced)), new ProducerFencedException());
        var durable = slice.Where(stream => !IsFenced(stream, fenced));
        durable.Outcomes.Complete(durable.BatchOf.Span, position, wasApplied);
    }

    private static void RefuseSlice(in GoalSlice slice, bool wasApplied) =>
        slice.Outcomes.Refuse(slice.BatchOf.Span, slice.Readings.Span, wasApplied);

    private static void FailSlice(in GoalSlice slice, Exception failure) => slice.Outcomes.Fail(slice.BatchOf.Span, failure);
}
