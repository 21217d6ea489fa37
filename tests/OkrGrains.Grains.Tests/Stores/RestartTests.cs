using OkrGrains.Grains.Queries;
using OkrGrains.Model.Evaluation;
using OkrGrains.Model.Time;
using OkrGrains.Plans;
using OkrGrains.TestKit.Disks;
using OkrGrains.TestKit.Histories;

namespace OkrGrains.Grains.Tests.Stores;

/// <summary>Tests of a store's folder that is served again.</summary>
public sealed class RestartTests
{
    private static readonly Instant Later = Instant.Parse("2026-02-10T12:00:00Z");

    private static readonly DrawnReading[] Readings =
    [
        SmallTree.Reading(SmallTree.A, 100), SmallTree.Reading(SmallTree.B, 50, minutesBefore: 9 * 24 * 60), SmallTree.Reading(SmallTree.B, 7),
        SmallTree.Reading(SmallTree.A, 11, minutesBefore: -60),
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task The_root_is_right_at_once_and_nothing_below_it_is_loaded(int silos)
    {
        using var folder = new TempFolder();
        await FillAsync(folder, silos);
        WatchedStore? store = null;
        await using var cluster = await GoalCluster.StartAsync(silos, SmallTree.At, folder.Path, inner => store = new WatchedStore(inner));
        var directory = await cluster.DirectoryAsync(SmallTree.Workspace);
        var root = directory.ByName[SmallTree.Top];
        var states = await cluster.Of<TreeReader>(0).ReadAsync(directory, [root], upToDate: false, CancellationToken.None);
        Assert.Equal(SmallTree.Expected(Readings).Of(SmallTree.Top), Assert.Single(states).Figures);
        Assert.Equal([root.Address.Number], store!.Loaded);
        SmallTree.AssertEqual(SmallTree.Expected(Readings), await cluster.TreeAsync(SmallTree.Workspace, SmallTree.At));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task The_clock_that_has_gone_on_reaches_the_root_without_a_reading_or_a_read_that_waits(int silos)
    {
        using var folder = new TempFolder();
        await FillAsync(folder, silos);
        await using var cluster = await GoalCluster.StartAsync(silos, Later, folder.Path);
        await cluster.UntilAsync(SmallTree.Top, SmallTree.Expected(Readings, Later).Of(SmallTree.Top), silo: 1);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(3, 100)]
    public async Task Random_trees_are_right_at_the_same_and_at_a_later_instant(int silos, int firstSeed)
    {
        using var folder = new TempFolder();
        var seeds = Enumerable.Range(firstSeed, 12).ToList();
        var accepted = new Dictionary<int, IReadOnlyList<DrawnReading>>();
        await using (var cluster = await GoalCluster.StartAsync(silos, SmallTree.At, folder.Path))
        {
            foreach (var seed in seeds)
            {
                var plan = PlanOf(seed);
                await cluster.ApplyAsync(plan, workspace: $"w{seed}");
                accepted[seed] = new RandomReadings(seed, SmallTree.At).Next(PlanReader.Read(plan).Plan!, 60);
                await new Producer(cluster, $"w{seed}", "p").SendAsync(accepted[seed], () => 16, silo: 1);
            }
        }

        foreach (var at in new[] { SmallTree.At, Later, Instant.Parse("2026-05-01T00:00:00Z") })
        {
            await using var cluster = await GoalCluster.StartAsync(silos, at, folder.Path);
            foreach (var seed in seeds)
            {
                Evaluation live = await cluster.TreeAsync($"w{seed}", at, silo: 2);
                SmallTree.AssertEqual(SmallTree.Expected(accepted[seed], at, PlanOf(seed)), live);
            }
        }
    }

    private static byte[] PlanOf(int seed) => new RandomPlan($"w{seed}", seed, SmallTree.At).Write();

    private static async Task FillAsync(TempFolder folder, int silos)
    {
        await using var cluster = await GoalCluster.StartAsync(silos, SmallTree.At, folder.Path);
        await cluster.ApplyAsync(SmallTree.Plan);
        await new Producer(cluster, SmallTree.Workspace, "p").SendAsync(Readings, () => 2, silo: 1);
    }
}
