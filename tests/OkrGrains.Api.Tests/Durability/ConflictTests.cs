using Grpc.Core;
using OkrGrains.TestKit.Clusters;

namespace OkrGrains.Api.Tests.Durability;

public sealed class ConflictTests
{
    [Fact]
    public async Task A_plan_that_another_writer_came_before_is_refused_whole_and_can_be_sent_again()
    {
        RivalStore? store = null;
        await using var cluster = await OkrCluster.StartAsync(
            new OkrClusterOptions { Now = Clusters.Now, WrapStore = inner => RivalStore.Around(inner, out store) });
        var bench = await Bench.OpenAsync(cluster, "w");
        store!.Races = true;

        var fault = await Fault.OfAsync(() => bench.ApplyAsync(bench.Plan("  - {id: more}")));

        Assert.Equal(new Fault(StatusCode.Aborted, "CONFLICT"), fault);
        store.Races = false;
        Assert.Empty((await bench.ApplyAsync(bench.Plan("  - {id: more}"))).Added);
        Assert.Equal("0", (await bench.GetAsync("objectives/more")).Figures.Score.Decimal);
    }
}
