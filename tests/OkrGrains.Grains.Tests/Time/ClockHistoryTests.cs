using System.Collections.Concurrent;
using OkrGrains.Model.Time;
using OkrGrains.TestKit.Histories;
using Xunit.Abstractions;

namespace OkrGrains.Grains.Tests.Time;

/// <summary>Runs histories of a clock that moves, a hundred in the whole set, each on silos of its own, one or three.</summary>
/// <remarks><c>OKR_SEED</c> runs the one of that seed alone.</remarks>
public sealed class ClockHistoryTests(ITestOutputHelper output)
{
    private const int Histories = 100;
    private const int SampledHistories = 10;
    private const int AtATime = 4;

    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(1);

    // The edge of a month, both changes of daylight saving, a date that never was, and the end of a year.
    private static readonly string[] _starts =
    [
        "2026-01-31T20:00:00Z", "2026-03-07T12:00:00Z", "2025-11-01T22:00:00Z", "2011-12-29T09:00:00Z", "2025-12-31T12:00:00Z",
    ];

    [Fact]
    public async Task The_tree_is_right_wherever_the_clock_stops()
    {
        var failures = new ConcurrentQueue<string>();
        var seeds = Thoroughness.Seeds(SampledHistories, Histories);
        output.WriteLine($"seeds {string.Join(' ', seeds)}");
        await Parallel.ForEachAsync(seeds, new ParallelOptions { MaxDegreeOfParallelism = AtATime }, async (seed, _) =>
        {
            var at = Instant.Parse(_starts[seed % _starts.Length]);
            await using var cluster = await GoalCluster.StartAsync(seed % 2 == 0 ? 1 : 3, at);
            if (await FailureOfAsync(cluster, at, seed) is { } failure)
            {
                failures.Enqueue($"OKR_SEED={seed} {failure}");
            }
        });
        Assert.True(failures.IsEmpty, string.Join("\n\n", failures));
    }

    private static async Task<string?> FailureOfAsync(GoalCluster cluster, Instant at, int seed)
    {
        var history = new ClockHistory(cluster, at, seed);
        try
        {
            return await history.RunAsync().WaitAsync(_patience);
        }
        catch (Exception failure)
        {
            return $"{history.Step}: {failure}";
        }
    }
}
