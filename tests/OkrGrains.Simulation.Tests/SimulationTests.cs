using System.Text;
using OkrGrains.Simulation.Tests.Histories;
using OkrGrains.TestKit.Histories;
using Xunit.Abstractions;

namespace OkrGrains.Simulation.Tests;

/// <summary>Runs histories of calls that go astray, silos that die and commits that fail, five thousand in the whole set.</summary>
/// <remarks><c>OKR_SEED</c> runs the one of that seed alone and prints what happened.</remarks>
public abstract class SimulationTests(ITestOutputHelper output, int remainder)
{
    private const int Halves = 2;
    private const int Histories = 5000;
    private const int SampledHistories = 500;
    private const int MostFailures = 5;

    /// <summary>
    /// Runs half of the histories. There are two classes, because a runner takes the classes of a project side by side, each on a thread.
    /// </summary>
    protected void RunHalf()
    {
        var failures = new List<string>();
        var seeds = Thoroughness.Seeds(SampledHistories, Histories);
        var log = seeds.Count == 1 ? new StringBuilder() : null;
        output.WriteLine($"seeds from {seeds[0]} on, {seeds.Count} in both halves");
        foreach (var seed in seeds.Where(seed => seed % Halves == remainder))
        {
            if (new History(seed, log).Run() is { } failure)
            {
                failures.Add(failure);
            }
        }

        output.WriteLine(log?.ToString() ?? "");
        Assert.True(failures.Count == 0, $"{failures.Count} histories failed:\n{string.Join("\n\n", failures.Take(MostFailures))}");
    }
}

public sealed class EvenSeedTests(ITestOutputHelper output) : SimulationTests(output, 0)
{
    [Fact]
    public void Whatever_goes_wrong_everything_converges() => RunHalf();
}

public sealed class OddSeedTests(ITestOutputHelper output) : SimulationTests(output, 1)
{
    [Fact]
    public void Whatever_goes_wrong_everything_converges() => RunHalf();
}
