using System.Collections.Immutable;
using OkrGrains.Grains.Goals;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Measures;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Time;
using OkrGrains.Storage;
using OkrGrains.Storage.Readings;
using OkrGrains.Storage.States;
using Orleans.Runtime;

namespace OkrGrains.Grains.Readings;

/// <summary>Owns a goal that may take readings. Only what is committed is kept, shown or passed on.</summary>
internal abstract class ReadingGoalGrain(IGrainContext context, GoalServices services) : GoalGrain(context, services), IReadingGrain
{
    public async Task<Appended> Append(ImmutableArray<SentReading> readings)
    {
        if (Goal is null || Readings is null)
        {
            // It may have come back meanwhile, and not have been told yet.
            await Redefine(long.MaxValue);
            if (Goal is null || Readings is null)
            {
                return new Appended(Taken: false, 0, []);
            }
        }

        var fresh = FreshReadings.Of(readings, Readings.Producers);
        if (fresh.Stored.Length > 0)
        {
            var current = await AdvancedToAsync(Goal, Readings, Services.Clock.Now);
            var next = Readings with { Measured = current.With(fresh.Measured), Producers = fresh.Producers };
            var position = await CommitAsync(
                () => Services.Store.AppendAsync(new ReadingAppend(fresh.Stored, next.ToSave(Number)), CancellationToken.None));
            Readings = next with { Position = position };
            PassOn();
        }

        return new Appended(Taken: true, Readings.Position, fresh.Fenced);
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

        // What still holds keeps the instant at which it was stored: it is part of the version, which must not go back with a restart.
        var stored = StoredAt(points, goal, row);
        var measured = stored is null
            ? await RebuildAsync(goal, row.Position, Later(now, row.EvaluatedAt), cancellation)
            : stored.Measured.ValidUntil <= now ? await AdvancedToAsync(goal, stored, now)
            : stored.Measured;
        var readings = new ReadingState(goal.Node.Row.Revision, row.Position, measured, ProducerMarks.Read(row.Body.Span));
        if (row.Revision < readings.Revision || measured != stored?.Measured)
        {
            await SaveAsync(readings);
        }

        return readings;
    }

    protected override async Task<bool> IsBehindAsync() => Readings is { } held
        && await Services.Store.ReadStateAsync(Number, CancellationToken.None) is { } row
        && (row.Position > held.Position || row.EvaluatedAt > held.Measured.At);

    protected override async Task KeepUpAsync(Instant at)
    {
        if (Goal is not { } goal || Readings is not { } readings || readings.Measured.ValidUntil is not { } until || until > at)
        {
            return;
        }

        var advanced = readings with { Measured = await AdvancedToAsync(goal, readings, at) };
        if (readings.Position > 0)
        {
            await SaveAsync(advanced);
        }

        Readings = advanced;
        PassOn();
    }

    /// <summary>A goal that takes no readings now keeps those it has, and is not stale for ever.</summary>
    private async Task SaveIdleAsync(LoadedGoal goal)
    {
        var revision = goal.Node.Row.Revision;
        if (goal.State is { } row && (row.Revision < revision || row.ValidUntil is not null))
        {
            var idle = new StateSave(Number, row.Position, revision, row.EvaluatedAt, ValidUntil: null, row.Body);
            await CommitAsync(() => Services.Store.SaveStateAsync(idle, CancellationToken.None));
        }
    }

    /// <summary>The state as stored; null when it was written for other read points.</summary>
    private static ReadingState? StoredAt(ImmutableArray<ReadPoint> points, LoadedGoal goal, StateRow row) =>
        ReadingState.Of(goal.Node, row) is { } stored && stored.Measured.Points.SequenceEqual(points) ? stored : null;

    private static ImmutableArray<ReadPoint> PointsOf(LoadedGoal goal) => goal.Node is KpiNode
        ? [.. goal.Above.Select(edge => edge.At).Append(ReadPoint.Now).Distinct()
            .OrderBy(point => point.NotAfter).ThenBy(point => point.PreviousPeriod)]
        : [goal.Node.OwnPoint];

    /// <summary>Another silo's clock may have been ahead of this one's; what it has evaluated stands.</summary>
    private static Instant Later(Instant now, Instant evaluated) => now > evaluated ? now : evaluated;

    private async ValueTask<MeasureState> AdvancedToAsync(LoadedGoal goal, ReadingState readings, Instant now)
    {
        var at = Later(now, readings.Measured.At);
        return readings.Measured.AdvanceTo(at) ?? await RebuildAsync(goal, readings.Position, at, CancellationToken.None);
    }

    private async Task<MeasureState> RebuildAsync(LoadedGoal goal, long upTo, Instant at, CancellationToken cancellation)
    {
        var node = goal.Node;
        var state = MeasureState.Create(node.Measure!, node.MeasureZone, node.Cycle, PointsOf(goal), at);
        await foreach (var commit in Services.Store.ReadHistoryAsync(Number, upTo, cancellation))
        {
            state = state.With(FreshReadings.ToMeasure(commit.Readings.Span));
        }

        return state;
    }

    private Task<long> SaveAsync(ReadingState readings) =>
        CommitAsync(() => Services.Store.SaveStateAsync(readings.ToSave(Number), CancellationToken.None));

    /// <summary>After any failure what is in memory may be ahead of the store, or behind it: the next activation starts from the store.</summary>
    private async Task<long> CommitAsync(Func<ValueTask<long>> commit)
    {
        try
        {
            return await commit();
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }
    }
}
