using OkrGrains.Model.Goals;
using OkrGrains.Model.Time;
using OkrGrains.TestKit.Histories;
using OkrGrains.TestKit.WorkedCases;
using Xunit.Abstractions;

namespace OkrGrains.Grains.Tests;

/// <summary>
/// Compares live trees with the worked cases. Each instant has a cluster of its own, since what a cycle closes with depends on when readings
/// were accepted; a run takes a sample of the instants of each case, and the vectors' own tests take all of them through the evaluator.
/// </summary>
public sealed class LiveWorkedCaseTests(ITestOutputHelper output)
{
    private const int SampledInstants = 1;

    public static TheoryData<string, int> Cases()
    {
        var cases = new TheoryData<string, int>();
        foreach (var name in WorkedCase.Names)
        {
            cases.Add(name, 1);
            cases.Add(name, 3);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_live_tree_equals_the_expected_result_at_each_instant(string name, int silos)
    {
        var worked = WorkedCase.Load(name);
        var readings = await worked.ReadReadingsAsync();
        foreach (var seed in Thoroughness.Seeds(SampledInstants, worked.Expected.Count))
        {
            var expected = worked.Expected[seed % worked.Expected.Count]!;
            var at = Instant.Parse((string)expected["at"]!);
            output.WriteLine($"OKR_SEED={seed}: at {at}");
            await using var cluster = await GoalCluster.StartAsync(silos, at);
            await cluster.ApplyAsync(worked.PlanTexts);
            await cluster.PushAsync(worked.Plan.Workspace, Shuffled(readings, new Random(seed + (17 * silos))), batch: 7, silo: 1);
            var tree = await cluster.TreeAsync(worked.Plan.Workspace, at, silo: 2);
            Assert.Equal(ResultLines.Of(expected), ResultLines.Of(tree));
        }
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(3, 1)]
    [InlineData(1, 3)]
    [InlineData(3, 2)]
    public async Task The_live_flights_equal_the_expected_result(int silos, int instant)
    {
        var worked = WorkedCase.LoadFlights();
        var expected = worked.Expected[instant]!;
        var at = Instant.Parse((string)expected["at"]!);
        await using var cluster = await GoalCluster.StartAsync(silos, at);
        await cluster.ApplyAsync(worked.PlanTexts);
        await cluster.PushAsync(worked.Plan.Workspace, await worked.ReadReadingsAsync(), batch: 1000, silo: 1);
        var tree = await cluster.TreeAsync(worked.Plan.Workspace, at, silo: 2);
        Assert.Equal(ResultLines.Of(expected), ResultLines.Of(tree));
    }

    /// <summary>
    /// Shuffles readings freely, except that those of one goal at one time keep their order, since <c>last</c> depends on it.
    /// </summary>
    private static List<(GoalName Goal, Instant Time, double Value)> Shuffled(
        IReadOnlyList<(GoalName Goal, Instant Time, double Value)> readings, Random random)
    {
        var groups = readings.GroupBy(reading => (reading.Goal, reading.Time)).Select(group => group.ToList()).ToArray();
        random.Shuffle(groups);
        return [.. groups.SelectMany(group => group)];
    }
}
