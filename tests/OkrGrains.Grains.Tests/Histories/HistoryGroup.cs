using System.Collections.Concurrent;
using OkrGrains.Model.Time;

namespace OkrGrains.Grains.Tests.Histories;

/// <summary>
/// Runs workspaces of one cluster, each with its own history. Between their steps the clock that they share moves. Now and then a silo is
/// killed and another joins, or, with one silo, everything stops and starts again on the same folder.
/// </summary>
internal sealed class HistoryGroup
{
    private const int Steps = 4;
    private const int AtATime = 8;

    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

    private readonly int _group;
    private readonly int _silos;
    private readonly int _size;
    private readonly HistoryTally _tally;
    private readonly Random _random;
    private readonly List<string> _steps = [];
    private Instant _now;

    /// <param name="group">The seed of everything that happens in it.</param>
    /// <param name="silos">The number of silos.</param>
    /// <param name="size">The number of histories.</param>
    /// <param name="tally">The tally that counts what happens.</param>
    public HistoryGroup(int group, int silos, int size, HistoryTally tally)
    {
        _group = group;
        _silos = silos;
        _size = size;
        _tally = tally;
        _random = new Random(group);
        _now = GroupClock.Start(group);
    }

    /// <returns>The differences that were found; empty when there is none.</returns>
    public async Task<IReadOnlyCollection<string>> RunAsync()
    {
        var failures = new ConcurrentQueue<string>();
        _steps.Add($"start at {_now}");
        try
        {
            await using var cluster = await GoalCluster.StartAsync(_silos, _now);
            var histories = Enumerable.Range(0, _size)
                .Select(i => new LiveHistory(cluster, _now, (_group * _size) + i, _tally)).ToList();
            for (var step = 0; step < Steps && failures.IsEmpty; step++)
            {
                if (step > 0)
                {
                    await BarrierAsync(cluster).WaitAsync(_patience);
                }

                await Parallel.ForEachAsync(histories, new ParallelOptions { MaxDegreeOfParallelism = AtATime }, async (history, _) =>
                {
                    if (failures.Count < 3 && await FailureOfAsync(history) is { } failure)
                    {
                        failures.Enqueue(failure);
                    }
                });
            }
        }
        catch (Exception failure)
        {
            failures.Enqueue(failure.ToString());
        }

        _tally.Histories(_size);
        return [.. failures.Select(failure => $"OKR_SEED={_group} {_silos} silos, {string.Join(", ", _steps)}: {failure}")];
    }

    private async Task<string?> FailureOfAsync(LiveHistory history)
    {
        try
        {
            return await history.StepAsync(_now).WaitAsync(_patience);
        }
        catch (Exception failure)
        {
            return $"{history.Workspace}: {failure}";
        }
    }

    private async Task BarrierAsync(GoalCluster cluster)
    {
        var before = _now;
        _now = await GroupClock.NextAsync(_random, _now, cluster.Store);
        var silo = _random.Next(_silos);
        var end = _random.Next(5);
        if (end == 0)
        {
            await RestartAsync(cluster, silo, before, () => Task.CompletedTask);
        }

        if (end == 1)
        {
            await RestartAsync(cluster, silo, _now, () => MoveAsync(cluster));
        }
        else
        {
            await MoveAsync(cluster);
        }

        if (end == 2)
        {
            await RestartAsync(cluster, silo, _now, () => Task.CompletedTask);
        }
    }

    /// <param name="cluster">The silos.</param>
    /// <param name="silo">The silo that is killed, when there are others.</param>
    /// <param name="start">The instant at which the clock starts again after everything was stopped.</param>
    /// <param name="meanwhile">Runs while the silo is missing. If everything was stopped, it runs once the clock has started again.</param>
    private async Task RestartAsync(GoalCluster cluster, int silo, Instant start, Func<Task> meanwhile)
    {
        _tally.Restart();
        if (_silos == 1)
        {
            _steps.Add($"restart at {start}");
            await cluster.RestartAsync(start);
            await meanwhile();
            return;
        }

        _steps.Add($"end of silo {silo}");
        await cluster.Silos.KillSiloAsync(cluster.Silos.Silos[silo]);
        await meanwhile();
        _steps.Add("another joins");
        await cluster.Silos.StartAdditionalSiloAsync();
    }

    private async Task MoveAsync(GoalCluster cluster)
    {
        _steps.Add($"move to {_now}");
        _tally.Move();
        await cluster.MoveClockAsync(_now, _random.Next(3));
    }
}
