using System.Collections.Concurrent;
using System.Globalization;
using OkrGrains.Model.Time;

namespace OkrGrains.Grains.Tests.Histories;

/// <summary>
/// A thousand histories against the evaluation from scratch. <c>OKR_SEED</c> runs the one of that seed alone; <c>OKR_HISTORIES</c> sets how
/// many there are.
/// </summary>
public sealed class RandomHistoryTests
{
    private const int Edits = 2;
    private const int AtATime = 8;

    private static readonly (int Silos, string At)[] _clusters =
    [
        (1, "2001-04-01T05:59:59.999Z"),
        (3, "2026-03-08T08:30:00Z"),
        (1, "2011-12-30T10:00:00Z"),
        (3, "2025-11-02T06:30:00Z"),
    ];

    public static TheoryData<int> Clusters() => [.. Enumerable.Range(0, _clusters.Length)];

    [Theory]
    [MemberData(nameof(Clusters))]
    public async Task The_live_tree_equals_the_evaluation_from_scratch(int cluster)
    {
        var seeds = Seeds().Where(seed => seed % _clusters.Length == cluster).ToList();
        if (seeds.Count == 0)
        {
            return;
        }

        var (silos, instant) = _clusters[cluster];
        var at = Instant.Parse(instant);
        await using var live = await GoalCluster.StartAsync(silos, at);
        var failures = new ConcurrentQueue<string>();
        await Parallel.ForEachAsync(seeds, new ParallelOptions { MaxDegreeOfParallelism = AtATime }, async (seed, _) =>
        {
            if (failures.Count < 3 && await FailureOfAsync(live, at, seed) is { } failure)
            {
                failures.Enqueue($"OKR_SEED={seed} {failure}");
            }
        });
        Assert.True(failures.IsEmpty, string.Join("\n\n", failures));
    }

    private static async Task<string?> FailureOfAsync(GoalCluster cluster, Instant at, int seed)
    {
        try
        {
            return await new LiveHistory(cluster, at, seed).RunAsync(Edits);
        }
        catch (Exception failure)
        {
            return failure.ToString();
        }
    }

    private static IEnumerable<int> Seeds()
    {
        if (Environment.GetEnvironmentVariable("OKR_SEED") is { Length: > 0 } seed)
        {
            return [int.Parse(seed, CultureInfo.InvariantCulture)];
        }

        return Environment.GetEnvironmentVariable("OKR_HISTORIES") is { Length: > 0 } count
            ? Enumerable.Range(0, int.Parse(count, CultureInfo.InvariantCulture))
            : Enumerable.Range(0, 1000);
    }
}
