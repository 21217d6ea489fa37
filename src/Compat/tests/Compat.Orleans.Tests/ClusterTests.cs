using Orleans.TestingHost;

namespace Compat.Orleans.Tests;

public class ClusterTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Calls_reach_grains_on_every_silo(short silos)
    {
        await using var cluster = new InProcessTestClusterBuilder(silos).Build();
        await cluster.DeployAsync();
        for (var i = 0; i < 50; i++)
        {
            var grain = cluster.Client.GetGrain<IEchoGrain>($"k{i}");
            Assert.Equal(2 * i, await grain.Twice(i));
            Assert.Equal($"k{i}", await grain.Key());
            await grain.Nothing();
            var e = await Assert.ThrowsAsync<InvalidOperationException>(() => grain.Fail("no"));
            Assert.Equal("no", e.Message);
        }
    }
}
