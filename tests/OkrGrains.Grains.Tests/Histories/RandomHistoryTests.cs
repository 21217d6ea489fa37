using System.Collections.Concurrent;
using OkrGrains.TestKit.Histories;
using Xunit.Abstractions;

namespace OkrGrains.Grains.Tests.Histories;

/// <summary>
/// Compares histories with the evaluation from scratch, three thousand in the whole set, in groups of fifty that share a cluster, its clock
/// and the failures of its silos. Half of the groups have one silo, half have three.
/// </summary>
/// <remarks>
/// <c>OKR_SEED=n</c> repeats the group n alone, as a failure prints it.
/// The runner prints what happened: <c>dotnet test --filter RandomHistoryTests --logger "console;verbosity=detailed"</c>.
/// </remarks>
public sealed class RandomHistoryTests(ITestOutputHelper output)
{
    private const int Groups = 60;
    private const int SampledGroups = 4;
    private const int GroupSize = 50;
    private const int GroupsAtATime = 2;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task The_live_tree_equals_the_evaluation_from_scratch(int silos)
    {
        var tally = new HistoryTally();
        var failures = new ConcurrentQueue<string>();
        var groups = Thoroughness.Seeds(SampledGroups, Groups).Where(group => SilosOf(group) == silos).ToList();
        await Parallel.ForEachAsync(groups, new ParallelOptions { MaxDegreeOfParallelism = GroupsAtATime }, async (group, _) =>
        {
            if (failures.IsEmpty)
            {
                foreach (var failure in await new HistoryGroup(group, silos, GroupSize, tally).RunAsync())
                {
                    failures.Enqueue(failure);
                }
            }
        });
        output.WriteLine($"{silos} silos, {tally}; seeds {string.Join(' ', groups)}");
        Assert.True(failures.IsEmpty, string.Join("\n\n", failures));
    }

    private static int SilosOf(int group) => group % 2 == 0 ? 1 : 3;
}
