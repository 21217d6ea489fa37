using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OkrGrains.Grains.Goals;
using OkrGrains.Model.Time;
using OkrGrains.Storage;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Time;

/// <summary>
/// Looks after goals that nobody else looks after: those that the clock has changed while they were not active, those that nobody could
/// tell of a new definition, and those whose silo died between a commit and passing it on.
/// </summary>
/// <remarks>Every silo does so; telling a goal twice does no harm.</remarks>
internal sealed class ReconciliationService(
    IGoalStore store,
    IGrainFactory grains,
    ActiveGrains active,
    GoalTimers timers,
    GoalClock clock,
    TimeProvider time,
    IOptions<ReconciliationOptions> options,
    ILogger<ReconciliationService> logger)
    : BackgroundService
{
    private const int AtATime = 64;

    /// <summary>
    /// The goals that repeat what they contribute at a time: a goal that many read begins as many calls in one turn, before which nothing
    /// else would go if there were a thousand of them.
    /// </summary>
    private const int RepeatedAtATime = 16;

    private readonly ConcurrentDictionary<string, long> _defined = [];
    private readonly WakeableDelay _delay = new(time);
    private Dictionary<string, long> _definedBefore = [];

    private long _repeated;
    private long _repeatedBefore;
    private long _definedUpTo = -1;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => ReconcileAsync(stoppingToken);

    public override void Dispose()
    {
        _delay.Dispose();
        base.Dispose();
    }

    /// <summary>Reconciles until it is stopped.</summary>
    internal Task ReconcileAsync(CancellationToken stopping)
    {
        // What was committed before this silo started need not be repeated: it was passed on, or will be found stale, or no grain holds
        // anything older.
        _repeated = _repeatedBefore = store.LastPosition;
        return Task.WhenAll(
            FollowClockAsync(stopping),
            EveryAsync(options.Value.StalePeriod, ReconcileDefinitionsAsync, stopping),
            EveryAsync(options.Value.RepeatPeriod, RepeatAsync, stopping));
    }

    private async Task EveryAsync(TimeSpan period, Func<CancellationToken, Task> reconcile, CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(period, time);
        try
        {
            do
            {
                try
                {
                    await reconcile(stopping);
                }
                catch (Exception failure) when (failure is not OperationCanceledException)
                {
                    ReconciliationLog.ReconciliationFailed(logger, failure);
                }
            }
            while (await timer.WaitForNextTickAsync(stopping));
        }
        catch (OperationCanceledException)
        {
        }
    }

    /// <summary>
    /// Sleeps until the first state in the store is stale, and then advances the goals with stale states that are active nowhere to the
    /// clock.
    /// </summary>
    /// <remarks>
    /// A commit reports when a state becomes stale sooner. What other processes commit is found with the next repetition at the latest.
    /// </remarks>
    private async Task FollowClockAsync(CancellationToken stopping)
    {
        using var alarm = clock.CreateAlarm(_delay.Wake);
        using var listening = store.Listen(notice => SleepNoLongerThan(alarm, notice.StaleFrom));
        while (!stopping.IsCancellationRequested)
        {
            alarm.Set(null);
            var sleep = options.Value.RepeatPeriod;
            try
            {
                var at = clock.Now;
                await timers.RunDueAsync();
                await ReconcileStaleAsync(stopping);
                var left = await store.ReadStaleAsync(Instant.Latest, StaleState.BeforeAll, 1, stopping);
                if (left is [{ StaleAt: var next }])
                {
                    SleepNoLongerThan(alarm, next > at ? next : null);
                    sleep = next <= at ? options.Value.StalePeriod : sleep;
                }
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                ReconciliationLog.ReconciliationFailed(logger, failure);
                sleep = options.Value.StalePeriod;
            }

            await _delay.SleepAsync(sleep, stopping);
        }
    }

    /// <summary>
    /// Sets the alarm to the instant at which a state becomes stale. A redefined goal's state is stale from the earliest instant on and
    /// does not set it: whoever redefined the goal tells it, or else the reconciliation of definitions does.
    /// </summary>
    private static void SleepNoLongerThan(GoalAlarm alarm, Instant? staleFrom)
    {
        if (staleFrom is { } at && at > Instant.Earliest)
        {
            alarm.SetNoLaterThan(at);
        }
    }

    private async Task ReconcileStaleAsync(CancellationToken stopping)
    {
        var after = StaleState.BeforeAll;
        while (await store.ReadStaleAsync(clock.Now, after, options.Value.PageSize, stopping) is { Count: > 0 } stale)
        {
            await TellAsync([.. stale.Select(state => state.Goal)], options.Value.PageSize, (_, goal) => goal.Refresh(), stopping);
            after = stale[^1];
        }
    }

    /// <summary>
    /// Tells the active grains of this silo of definitions that are newer than those handled before. Most of them know theirs already.
    /// </summary>
    private async Task ReconcileDefinitionsAsync(CancellationToken stopping)
    {
        var upTo = store.LastPosition;
        if (upTo == _definedUpTo)
        {
            return;
        }

        var told = true;
        foreach (var workspace in await store.ReadWorkspacesAsync(stopping))
        {
            if (await RedefineAsync(workspace, _defined.GetValueOrDefault(workspace.Id), stopping))
            {
                _defined[workspace.Id] = workspace.Revision;
            }
            else
            {
                told = false;
            }
        }

        if (await TellDeletedAsync(_definedUpTo, stopping) && told)
        {
            _definedUpTo = upTo;
        }
    }

    /// <summary>Tells the active grains of this silo of definitions that are newer than a revision.</summary>
    /// <returns>True if no grain failed.</returns>
    private async Task<bool> RedefineAsync(WorkspaceRow workspace, long reconciled, CancellationToken stopping)
    {
        if (workspace.Revision <= reconciled)
        {
            return true;
        }

        var goals = await store.ReadGoalsAsync(workspace.Id, stopping);
        var revisions = goals.Where(goal => goal.Revision > reconciled).ToDictionary(goal => goal.Goal, goal => goal.Revision);
        var told = await ForEachAsync(
            active.Of(workspace.Id).Where(grain => revisions.ContainsKey(grain.Goal)),
            AtATime,
            (grain, _) => grain.Reference.Redefine(revisions[grain.Goal]),
            stopping);
        _delay.Wake();
        return told;
    }

    /// <summary>
    /// Tells the active grains of this silo that their workspace was deleted after a position. Those of a later generation of its id are
    /// newer, and take no notice.
    /// </summary>
    /// <returns>True if no grain failed.</returns>
    private async Task<bool> TellDeletedAsync(long after, CancellationToken stopping)
    {
        var told = true;
        foreach (var tombstone in await store.ReadTombstonesAsync(after, stopping))
        {
            told &= await ForEachAsync(
                active.Of(tombstone.Id), AtATime, (grain, _) => grain.Reference.Redefine(tombstone.Position), stopping);
        }

        return told;
    }

    /// <summary>
    /// Has each commit and definition passed on twice, a period apart: while a grain is active in two silos for moments, one of the
    /// activations hears of it, and it may be the other one that stays.
    /// </summary>
    private async Task RepeatAsync(CancellationToken stopping)
    {
        var upTo = store.LastPosition;
        var last = 0L;
        var told = true;
        while (await store.ReadCommittedAsync(_repeatedBefore, upTo, last, options.Value.PageSize, stopping) is { Count: > 0 } committed)
        {
            told &= await TellAsync(committed, RepeatedAtATime, (row, goal) => goal.PassOnAgain(row.Revision), stopping);
            last = committed[^1];
        }

        var defined = new Dictionary<string, long>(_defined);
        foreach (var workspace in await store.ReadWorkspacesAsync(stopping))
        {
            told &= await RedefineAsync(workspace, _definedBefore.GetValueOrDefault(workspace.Id), stopping);
        }

        told &= await TellDeletedAsync(_repeatedBefore, stopping);
        if (told)
        {
            (_repeatedBefore, _repeated) = (_repeated, upTo);
            _definedBefore = defined;
        }
    }

    /// <summary>Makes a call to each of the goals that are in the plan.</summary>
    /// <returns>True if no goal failed.</returns>
    private Task<bool> TellAsync(IReadOnlyList<long> goals, int atATime, Func<GoalRow, IGoalGrain, Task> tell, CancellationToken stopping) => ForEachAsync(
        goals,
        atATime,
        async (number, cancellation) =>
        {
            if (await store.ReadGoalAsync(number, cancellation) is { Removed: false } row)
            {
                await tell(row, GrainsOfGoals.Of(grains, new GoalAddress(row.Workspace, row.Goal, row.Name.Kind)));
            }
        },
        stopping);

    /// <summary>Makes some calls at a time. One that fails, of whichever workspace, does not keep the others from being made.</summary>
    /// <returns>True if none failed.</returns>
    private async Task<bool> ForEachAsync<T>(
        IEnumerable<T> all, int atATime, Func<T, CancellationToken, Task> call, CancellationToken stopping)
    {
        var failures = new ConcurrentQueue<Exception>();
        var parallelism = new ParallelOptions
        {
            TaskScheduler = TaskScheduler.Current, MaxDegreeOfParallelism = atATime, CancellationToken = stopping,
        };
        await Parallel.ForEachAsync(
            all,
            parallelism,
            async (one, cancellation) =>
            {
                try
                {
                    await call(one, cancellation);
                }
                catch (Exception failure) when (failure is not OperationCanceledException)
                {
                    failures.Enqueue(failure);
                }
            });
        if (failures.TryPeek(out var first))
        {
            ReconciliationLog.GoalsFailed(logger, failures.Count, first);
        }

        return failures.IsEmpty;
    }
}
