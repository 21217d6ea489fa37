using System.Collections.Immutable;
using OkrGrains.Grains.Goals;
using OkrGrains.Grains.Readings;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Measures;
using OkrGrains.Model.Rules;
using OkrGrains.Model.Time;
using OkrGrains.Storage;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Queries;

/// <summary>
/// The tallies of goals at instants of the past, from everything that is accepted now. Those that were asked for lately are kept, and then
/// only what has come since is read.
/// </summary>
internal sealed class PastMeasures(IReadingStore store)
{
    /// <summary>The most tallies that are kept.</summary>
    private const int MostKept = 4096;

    private readonly RecentlyUsed<(long Goal, Instant At), Entry> _kept = new(MostKept);

    /// <summary>Returns the readings of a goal at an instant, with all that a stored state holds, or more.</summary>
    /// <param name="node">The goal, which takes readings.</param>
    /// <param name="points">The points at which it is read.</param>
    /// <param name="row">Its stored state.</param>
    /// <param name="at">The instant.</param>
    /// <param name="cancellation">Cancels the read.</param>
    public async ValueTask<ReadingState> ReadAsync(
        GoalNode node, ImmutableArray<ReadPoint> points, StateRow row, Instant at, CancellationToken cancellation)
    {
        var entry = _kept.GetOrAdd((row.Goal, at), _ => new Entry());
        await entry.Gate.EnterAsync(cancellation);
        try
        {
            var known = entry.Known;
            if (known?.MeasuredBy != MeasuredBy.Of(node))
            {
                known = Known.None(node, points, at);
            }
            else if (points.Except(known.Measured.Points).Any())
            {
                // Other goals may read it at other points, and ask in turns.
                known = Known.None(node, node.PointsFor(points.Union(known.Measured.Points)), at);
            }
            else if (known.Position < row.Position && await store.IsAmendedSinceAsync(row.Goal, known.Position, cancellation))
            {
                known = Known.None(node, known.Measured.Points, at);
            }

            known = await WithNewsAsync(known, row, at, cancellation);
            entry.Known = known;
            return new ReadingState(node.Row.Revision, known.Position, known.Measured, ProducerOffsets.None);
        }
        finally
        {
            entry.Gate.Leave();
        }
    }

    private async ValueTask<Known> WithNewsAsync(Known known, StateRow row, Instant at, CancellationToken cancellation)
    {
        if (known.Position >= row.Position)
        {
            return known;
        }

        var measured = known.Measured;
        await foreach (var commit in store.ReadHistorySinceAsync(row.Goal, known.Position, row.Position, cancellation))
        {
            // Readings of a later time never count at the instant, so they are not even held.
            var counting = commit.Readings.ToArray().Where(reading => reading.Time <= at).ToArray();
            measured = counting.Length > 0 ? measured.With(counting) : measured;
        }

        return known with { Measured = measured, Position = row.Position };
    }

    /// <summary>What decides, beside the readings, what the tallies of a goal hold.</summary>
    private sealed record MeasuredBy(Measure Measure, Zone Zone, CycleSpan? Cycle)
    {
        public static MeasuredBy Of(GoalNode node) => new(node.Measure!, node.MeasureZone, node.Cycle);
    }

    /// <summary>The tallies of a goal up to a commit.</summary>
    private sealed record Known(MeasuredBy MeasuredBy, MeasureState Measured, long Position)
    {
        public static Known None(GoalNode node, ImmutableArray<ReadPoint> points, Instant at) => new(
            MeasuredBy.Of(node), MeasureState.Create(node.Measure!, node.MeasureZone, node.Cycle, points, at), 0);
    }

    private sealed class Entry
    {
        public LoadGate Gate { get; } = new();

        public Known? Known { get; set; }
    }
}
