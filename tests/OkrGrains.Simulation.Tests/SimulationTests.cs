using System.Globalization;
using System.Text;
using OkrGrains.Simulation.Tests.Histories;
using Xunit.Abstractions;

namespace OkrGrains.Simulation.Tests;

/// <summary>Runs five thousand histories of calls that go astray, silos that die and commits that fail.</summary>
/// <remarks><c>OKR_SEED</c> runs the one of that seed alone and prints what happened; <c>OKR_HISTORIES</c> sets their number.</remarks>
public abstract class SimulationTests(ITestOutputHelper output, int remainder)
{
    private const int Halves = 2;
    private const int Histories = 5000;
    private const int MostFailures = 5;

    /// <summary>
    /// Runs half of the histories. There are two classes, because a runner takes the classes of a project side by side, each on a thread.
    /// </summary>
    protected void RunHalf()
    {
        var failures = new List<string>();
        var log = Chosen is null ? null : new StringBuilder();
        foreach (var seed in Seeds().Where(seed => seed % Halves == remainder))
        {
            if (new History(seed, log).Run() is { } failure)
            {
                failures.Add(failure);
            }
        }

        output.WriteLine(log?.ToString() ?? "");
        Assert.True(failures.Count == 0, $"{failures.Count} histories failed:\n{string.Join("\n\n", failures.Take(MostFailures))}");
    }

    private static int? Chosen =>
        Environment.GetEnvironmentVariable("OKR_SEED") is { Length: > 0 } seed ? int.Parse(seed, CultureInfo.InvariantCulture) : null;

    private static IEnumerable<int> Seeds()
    {
        if (Chosen is { } seed)
        {
            return [seed];
        }

        return Environment.GetEnvironmentVariable("OKR_HISTORIES") is { Length: > 0 } count
            ? Enumerable.Range(0, int.Parse(count, CultureInfo.InvariantCulture))
            : Enumerable.Range(0, Histories);
    }
}

public sealed class EvenSeedTests(ITestOutputHelper output) : SimulationTests(output, 0)
{
    [Fact]
    public void Whatever_goes_wrong_everything_settles() => RunHalf();
}

public sealed class OddSeedTests(ITestOutputHelper output) : SimulationTests(output, 1)
{
    [Fact]
    public void Whatever_goes_wrong_everything_settles() => RunHalf();
}
