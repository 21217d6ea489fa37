using OkrGrains.Model.Numbers;
using Xunit.Abstractions;

namespace OkrGrains.Simulation.Tests.Propagation;

/// <summary>Counts the calls that it takes to bring what has changed to the top. The count is the same for the same seed.</summary>
public sealed class RoundTests(ITestOutputHelper output)
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

        // In each silo the first round starts at once, with one key result, and the next one has those that KPIs have reached by then. So
        // many calls are not all answered before the slowest KPI is heard: a third round, if one is needed, is the last.
        Assert.InRange(tree.ToTeams, Width * Width, silos + (2 * Width * Width));

        // A team is passed on as often as the key results of its own silo are, and once more after the last contributions from each other
        // silo.
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

        // The five calls are one to a key result and, before or after the round that is held up, those of the other key result: to its team
        // and back, and to the top and back.
        Assert.InRange(tree.TopToldAfter, TimeSpan.Zero, TimeSpan.FromMilliseconds(50) + (5 * SimulatedTree.LongestCall));
        await tree.ContributeAsync([701, 124], _ => Portion.One);
        Assert.InRange(tree.TopToldAfter, TimeSpan.Zero, 4 * SimulatedTree.LongestCall);
    });

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_reader_that_waits_does_not_wait_for_rounds(int silos) => ForEachSeed(silos, async tree =>
    {
        tree.Mute(team: 7);
        var contributing = tree.ContributeAsync([700, 123], _ => Portion.One);
        Assert.InRange(await tree.ReadAtLeastAsync(kpi: 123), TimeSpan.Zero, 9 * SimulatedTree.LongestCall);
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
