using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OkrGrains.Grains.Clock;
using OkrGrains.Grains.Goals;
using OkrGrains.Grains.Turning;
using OkrGrains.Model.Time;
using OkrGrains.Storage;
using OkrGrains.Storage.States;

namespace OkrGrains.Grains.Sweeping;

/// <summary>
/// Looks after goals that nobody else looks after: those that the clock has changed while they were not in memory, those whose new
/// definition nobody could tell them, and those that died between a commit and passing it on. Every silo does so; telling a goal twice
/// does no harm.
/// </summary>
internal sealed class SweepService(
    IGoalStore store,
    IGrainFactory grains,
    ActiveGrains active,
    TurnSchedule turns,
    GoalClock clock,
    TimeProvider time,
    IOptions<SweepOptions> options,
    ILogger<SweepService> logger)
    : BackgroundService
{
    private const int AtATime = 64;

    private readonly Dictionary<string, long> _defined = [];

    private CommittedState _repeated;
    private long _definedUpTo = -1;
    private TaskCompletionSource _due = new(TaskCreationOptions.RunContinuationsAsynchronously);

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // What was committed before this silo started was passed on, or will be found stale, or nobody holds anything older in memory.
        _repeated = CommittedState.EndOf(store.LastPosition);
        return Task.WhenAll(
            FollowClockAsync(stoppingToken),
            EveryAsync(options.Value.StalePeriod, SweepDefinitionsAsync, stoppingToken),
            EveryAsync(options.Value.RepeatPeriod, RepeatAsync, stoppingToken));
    }

    private async Task EveryAsync(TimeSpan period, Func<CancellationToken, Task> sweep, CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(period, time);
        try
        {
            do
            {
                try
                {
                    await sweep(stopping);
                }
                catch (Exception failure) when (failure is not OperationCanceledException)
                {
                    SweepLog.SweepFailed(logger, failure);
                }
            }
            while (await timer.WaitForNextTickAsync(stopping));
        }
        catch (OperationCanceledException)
        {
        }
    }

    /// <summary>
    /// Sleeps until the first state in the store is stale, and then brings those up to the clock that are in nobody's memory. Commits tell
    /// when one is stale sooner; what other processes commit is found with the next repetition at the latest.
    /// </summary>
    private async Task FollowClockAsync(CancellationToken stopping)
    {
        using var alarm = clock.CreateAlarm(() => _due.TrySetResult());
        using var listening = store.Listen(notice => SleepNoLongerThan(alarm, notice.StaleFrom));
        while (!stopping.IsCancellationRequested)
        {
            _due = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            alarm.Set(null);
            var sleep = options.Value.RepeatPeriod;
            try
            {
                var at = clock.Now;
                await turns.RunDueAsync();
                await SweepStaleAsync(stopping);
                var left = await store.ReadStaleAsync(Instant.Latest, StaleState.BeforeAll, 1, stopping);
                if (left is [{ StaleAt: var next }])
                {
                    SleepNoLongerThan(alarm, next > at ? next : null);
                    sleep = next <= at ? options.Value.StalePeriod : sleep;
                }
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                SweepLog.SweepFailed(logger, failure);
                sleep = options.Value.StalePeriod;
            }

            try
            {
                await _due.Task.WaitAsync(sleep, time, stopping);
            }
            catch (TimeoutException)
            {
                // Time to look again.
            }
        }
    }

    /// <summary>What has been redefined is told by whoever did so, and otherwise by the sweep of definitions.</summary>
    private static void SleepNoLongerThan(GoalAlarm alarm, Instant? staleFrom)
    {
        if (staleFrom is { } at && at > Instant.Earliest)
        {
            alarm.SetNoLaterThan(at);
        }
    }

    private async Task SweepStaleAsync(CancellationToken stopping)
    {
        var after = StaleState.BeforeAll;
        while (await store.ReadStaleAsync(clock.Now, after, options.Value.PageSize, stopping) is { Count: > 0 } stale)
        {
            await RefreshAsync([.. stale.Select(state => state.Goal)], stopping);
            after = stale[^1];
        }
    }

    /// <summary>Tells the grains in this silo's memory of definitions that are newer than what it has swept; most know them already.</summary>
    private async Task SweepDefinitionsAsync(CancellationToken stopping)
    {
        var upTo = store.LastPosition;
        if (upTo == _definedUpTo)
        {
            return;
        }

        foreach (var workspace in await store.ReadWorkspacesAsync(stopping))
        {
            var swept = _defined.GetValueOrDefault(workspace.Id);
            if (workspace.Revision == swept)
            {
                continue;
            }

            var goals = await store.ReadGoalsAsync(workspace.Id, stopping);
            var revisions = goals.Where(goal => goal.Revision > swept).ToDictionary(goal => goal.Goal, goal => goal.Revision);
            await Parallel.ForEachAsync(
                active.Of(workspace.Id).Where(grain => revisions.ContainsKey(grain.Goal)),
                new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = stopping },
                async (grain, _) => await grain.Reference.Redefine(revisions[grain.Goal]));
            _defined[workspace.Id] = workspace.Revision;
            _due.TrySetResult();
        }

        _definedUpTo = upTo;
    }

    private async Task RepeatAsync(CancellationToken stopping)
    {
        var upTo = store.LastPosition;
        while (await store.ReadCommittedAsync(_repeated, upTo, options.Value.PageSize, stopping) is { Count: > 0 } committed)
        {
            await RefreshAsync([.. committed.Select(state => state.Goal)], stopping);
            _repeated = committed[^1];
        }
    }

    /// <summary>One that fails keeps none of the others from being told.</summary>
    private async Task RefreshAsync(IReadOnlyList<long> goals, CancellationToken stopping)
    {
        var failures = new ConcurrentQueue<Exception>();
        await Parallel.ForEachAsync(
            goals,
            new ParallelOptions { MaxDegreeOfParallelism = options.Value.PageSize, CancellationToken = stopping },
            async (number, cancellation) =>
            {
                try
                {
                    if (await store.ReadGoalAsync(number, cancellation) is { Removed: false } row)
                    {
                        await GrainsOfGoals.Of(grains, new GoalAddress(row.Workspace, number, row.Name.Kind)).Refresh();
                    }
                }
                catch (Exception failure) when (failure is not OperationCanceledException)
                {
                    failures.Enqueue(failure);
                }
            });
        if (failures.TryPeek(out var first))
        {
            SweepLog.GoalsFailed(logger, failures.Count, first);
        }
    }
}
