using Grpc.Core;
using Grpc.Net.Client;
using OkrGrains.Api.Mapping;
using OkrGrains.Contracts.V1;
using OkrGrains.TestKit.Clusters;

namespace OkrGrains.Api.Tests.Limits;

/// <summary>Tests the shares of connections and workspaces, over real connections.</summary>
public sealed class CallSharesTests : IAsyncLifetime
{
    private readonly List<IDisposable> _open = [];
    private OkrCluster? _cluster;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        _open.ForEach(one => one.Dispose());
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_workspace_with_all_the_watches_that_one_may_have_is_refused_another_and_a_second_workspace_is_not()
    {
        var cluster = await StartAsync(limits => limits.MaxWatchesPerWorkspace = 1);
        await FirstOfWatchAsync(Connect(cluster), "a");

        Assert.Equal(("watches", "workspace", "1"), await RefusalAsync(() => FirstOfWatchAsync(Connect(cluster), "a")));

        await FirstOfWatchAsync(Connect(cluster), "b");
    }

    [Fact]
    public async Task All_watches_together_cover_no_more_goals_than_their_limit()
    {
        var cluster = await StartAsync(limits => (limits.MaxWatchedGoals, limits.MaxWatchedGoalsTogether) = (5, 9));
        await FirstOfWatchAsync(Connect(cluster), "a");

        Assert.Equal(("watched goals", "server", "9"), await RefusalAsync(() => FirstOfWatchAsync(Connect(cluster), "b")));
    }

    [Fact]
    public async Task A_connection_with_all_the_streams_that_one_may_have_is_refused_another_and_a_second_connection_is_not()
    {
        var cluster = await StartAsync(limits => limits.MaxReadingStreams = 4);
        var first = new Bench(Connect(cluster), "a");
        _open.Add(await first.ProduceAsync("first"));

        Assert.Equal(("streams of readings", "caller", "1"), await RefusalAsync(() => first.ProduceAsync("second")));

        _open.Add(await new Bench(Connect(cluster), "a").ProduceAsync("third"));
        _open.Add(await new Bench(Connect(cluster), "a").ProduceAsync("fourth"));
        Assert.Equal(
            ("streams of readings", "workspace", "3"), await RefusalAsync(() => new Bench(Connect(cluster), "a").ProduceAsync("fifth")));
        _open.Add(await new Bench(Connect(cluster), "b").ProduceAsync("sixth"));
    }

    [Theory]
    [InlineData("workspaces/w", "w")]
    [InlineData("workspaces/w/kpis/k", "w")]
    [InlineData("workspaces/w/", "w")]
    [InlineData("workspaces/", null)]
    [InlineData("workspaces/W", null)]
    [InlineData("spaces/w", null)]
    [InlineData("", null)]
    public void A_full_name_begins_with_its_workspace(string name, string? workspace) => Assert.Equal(workspace, Names.WorkspaceOf(name));

    private async Task<OkrCluster> StartAsync(Action<ApiOptions> limits)
    {
        _cluster = await OkrCluster.StartAsync(1, Clusters.Now, limits);
        await Bench.OpenAsync(_cluster, "a");
        await Bench.OpenAsync(_cluster, "b");
        return _cluster;
    }

    private GrpcChannel Connect(OkrCluster cluster)
    {
        var channel = GrpcChannel.ForAddress(cluster.Address(0));
        _open.Add(channel);
        return channel;
    }

    private async Task FirstOfWatchAsync(GrpcChannel connection, string workspace)
    {
        var watch = new WatchService.WatchServiceClient(connection).WatchGoals(new WatchGoalsRequest { Name = $"workspaces/{workspace}" });
        _open.Add(watch);
        Assert.True(await watch.ResponseStream.MoveNext(CancellationToken.None));
    }

    private static async Task<(string Quota, string Scope, string Limit)> RefusalAsync(Func<Task> call)
    {
        var refused = await Assert.ThrowsAsync<RpcException>(call);
        Assert.Equal(new Fault(StatusCode.ResourceExhausted, "OVERLOADED"), Fault.Of(refused));
        Assert.NotNull(Fault.Unpack<Google.Rpc.RetryInfo>(Fault.Details(refused)));
        var facts = Fault.Unpack<Google.Rpc.ErrorInfo>(Fault.Details(refused))!.Metadata;
        return (facts["quota"], facts["scope"], facts["limit"]);
    }
}
