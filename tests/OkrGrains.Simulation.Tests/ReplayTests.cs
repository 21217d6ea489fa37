using OkrGrains.Simulation.Tests.Histories;

namespace OkrGrains.Simulation.Tests;

/// <summary>Tests that the seed decides everything: what is replayed is what happened.</summary>
public sealed class ReplayTests
{
    private const int Histories = 25;

    [Fact]
    public void A_seed_makes_the_same_happen_again()
    {
        for (var seed = 0; seed < Histories; seed++)
        {
            var (first, second) = (new History(seed), new History(seed));
            Assert.Equal(first.Run(), second.Run());
            Assert.Equal((first.Steps, first.Trace), (second.Steps, second.Trace));
        }
    }

    [Fact]
    public void Other_seeds_make_other_things_happen()
    {
        var traces = Enumerable.Range(0, Histories).Select(seed =>
        {
            var history = new History(seed);
            history.Run();
            return history.Trace;
        });
        Assert.Equal(Histories, traces.Distinct().Count());
    }
}
