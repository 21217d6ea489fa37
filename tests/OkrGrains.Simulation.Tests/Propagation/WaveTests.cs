using OkrGrains.Model.Numbers;
using Xunit.Abstractions;

namespace OkrGrains.Simulation.Tests.Propagation;

/// <summary>How many calls it takes to bring what has changed to the top; counted, and the same for the same seed.</summary>
public sealed class WaveTests(ITestOutputHelper output)
{
    private const int Width = 10;
    private const int Kpis = Width * Width * Width;
    private const int Seeds = 5;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void When_all_KPIs_change_at_once_the_top_is_told_a_few_times(int silos) => ForEachSeed(silos, async tree =>
    {
        await tree.ContributeAsync(Enumerable.Range(0, Kpis), kpi => new Portion(kpi * 1_000L));

        output.WriteLine($"{tree.ToKeyResults} to key results, {tree.ToTeams} to teams, {tree.ToTop} to the top");
        Assert.Equal(Kpis, tree.ToKeyResults);

        // In each silo a wave goes at once, with one key result; the next with those that KPIs have reached by then. So many calls are not
        // all answered before the slowest KPI is heard: a third wave, if one is needed, is the last.
        Assert.InRange(tree.ToTeams, Width * Width, silos + (2 * Width * Width));

        // As often goes a team by what its own silo's key results say, and once more by the last that each other silo's say.
        Assert.InRange(tree.ToTop, Width, silos + (Width * (silos + 1)));
    });

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void After_a_calm_a_change_goes_up_at_once_and_with_one_call_a_level(int silos) => ForEachSeed(silos, async tree =>
    {
        await tree.ContributeAsync([123], _ => Portion.One);
        Assert.Equal((1, 1, 1), (tree.ToKeyResults, tree.ToTeams, tree.ToTop));
        Assert.InRange(tree.TopToldAfter, TimeSpan.Zero, 3 * SimulatedTree.LongestCall);
    });

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_goal_above_that_does_not_answer_holds_others_up_once_and_not_for_long(int silos) => ForEachSeed(silos, async tree =>
    {
        tree.Mute(team: 7);
        await tree.ContributeAsync([700, 123], _ => Portion.One);

        // To a key result; before or after the wave that is kept, the other one's: to its team and back, and to the top and back.
        Assert.InRange(tree.TopToldAfter, TimeSpan.Zero, TimeSpan.FromMilliseconds(50) + (5 * SimulatedTree.LongestCall));
        await tree.ContributeAsync([701, 124], _ => Portion.One);
        Assert.InRange(tree.TopToldAfter, TimeSpan.Zero, 4 * SimulatedTree.LongestCall);
    });

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_reader_that_waits_does_not_wait_for_waves(int silos) => ForEachSeed(silos, async tree =>
    {
        tree.Mute(team: 7);
        var contributing = tree.ContributeAsync([700, 123], _ => Portion.One);
        Assert.InRange(await tree.SettleAsync(kpi: 123), TimeSpan.Zero, 9 * SimulatedTree.LongestCall);
        await contributing;
    });

    private static void ForEachSeed(int silos, Func<SimulatedTree, Task> check)
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            new SimulatedTree(seed, silos, Width).Run(check);
        }
    }
}
