using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OkrGrains.Grains.Clock;
using OkrGrains.Grains.Goals;
using OkrGrains.Storage;
using OkrGrains.Storage.Definitions;
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
    GoalClock clock,
    TimeProvider time,
    IOptions<SweepOptions> options,
    ILogger<SweepService> logger)
    : BackgroundService
{
    private const int AtATime = 64;

    private readonly Dictionary<string, long> _defined = [];
    private Dictionary<string, long> _definedBefore = [];

    private CommittedState _repeated;
    private CommittedState _repeatedBefore;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => SweepAsync(stoppingToken);

    /// <summary>Sweeps until it is stopped.</summary>
    internal Task SweepAsync(CancellationToken stopping)
    {
        // What was committed before this silo started was passed on, or will be found stale, or nobody holds anything older in memory.
        _repeated = _repeatedBefore = CommittedState.EndOf(store.LastPosition);
        return Task.WhenAll(
            EveryAsync(options.Value.StalePeriod, SweepStaleAsync, stopping),
            EveryAsync(options.Value.StalePeriod, SweepDefinitionsAsync, stopping),
            EveryAsync(options.Value.RepeatPeriod, RepeatAsync, stopping));
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

    private async Task SweepStaleAsync(CancellationToken stopping)
    {
        var after = 0L;
        while (await store.ReadStaleAsync(clock.Now, after, options.Value.PageSize, stopping) is { Count: > 0 } stale)
        {
            await RefreshAsync(stale, stopping);
            after = stale[^1];
        }
    }

    /// <summary>Tells the grains in this silo's memory of definitions that are newer than what it has swept; most know them already.</summary>
    private async Task SweepDefinitionsAsync(CancellationToken stopping)
    {
        foreach (var workspace in await store.ReadWorkspacesAsync(stopping))
        {
            await RedefineAsync(workspace, _defined.GetValueOrDefault(workspace.Id), stopping);
            _defined[workspace.Id] = workspace.Revision;
        }
    }

    /// <summary>Tells the grains in this silo's memory of definitions that are newer than a revision.</summary>
    private async Task RedefineAsync(WorkspaceRow workspace, long swept, CancellationToken stopping)
    {
        if (workspace.Revision > swept)
        {
            var goals = await store.ReadGoalsAsync(workspace.Id, stopping);
            var revisions = goals.Where(goal => goal.Revision > swept).ToDictionary(goal => goal.Goal, goal => goal.Revision);
            await Parallel.ForEachAsync(
                active.Of(workspace.Id).Where(grain => revisions.ContainsKey(grain.Goal)),
                new ParallelOptions { TaskScheduler = TaskScheduler.Current, MaxDegreeOfParallelism = AtATime, CancellationToken = stopping },
                async (grain, _) => await grain.Reference.Redefine(revisions[grain.Goal]));
        }
    }

    /// <summary>
    /// Each commit and definition twice, a period apart: while a grain is active in two silos for moments, one of them hears of it, and it
    /// may be the other one that stays.
    /// </summary>
    private async Task RepeatAsync(CancellationToken stopping)
    {
        var upTo = CommittedState.EndOf(store.LastPosition);
        var repeated = _repeatedBefore;
        while (await store.ReadCommittedAsync(repeated, upTo.Position, options.Value.PageSize, stopping) is { Count: > 0 } committed)
        {
            await TellAsync(committed, state => state.Goal, (_, row, goal) => goal.PassOnAgain(row.Revision), stopping);
            repeated = committed[^1];
        }

        var defined = new Dictionary<string, long>(_defined);
        foreach (var workspace in await store.ReadWorkspacesAsync(stopping))
        {
            await RedefineAsync(workspace, _definedBefore.GetValueOrDefault(workspace.Id), stopping);
        }

        (_repeatedBefore, _repeated) = (_repeated, upTo);
        _definedBefore = defined;
    }

    private Task RefreshAsync(IReadOnlyList<long> goals, CancellationToken stopping) =>
        TellAsync(goals, number => number, (_, _, goal) => goal.Refresh(), stopping);

    private Task TellAsync<T>(
        IReadOnlyList<T> all, Func<T, long> goalOf, Func<T, GoalRow, IGoalGrain, Task> tell, CancellationToken stopping) => Parallel.ForEachAsync(
        all,
        new ParallelOptions { TaskScheduler = TaskScheduler.Current, MaxDegreeOfParallelism = AtATime, CancellationToken = stopping },
        async (one, cancellation) =>
        {
            if (await store.ReadGoalAsync(goalOf(one), cancellation) is { Removed: false } row)
            {
                await tell(one, row, GrainsOfGoals.Of(grains, new GoalAddress(row.Workspace, row.Goal, row.Name.Kind)));
            }
        });
}
