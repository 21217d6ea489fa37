using Grpc.Net.Client;
using OkrGrains.Contracts.V1;
using OkrGrains.TestKit.Clusters;

namespace OkrGrains.Api.Tests.Limits;

/// <summary>Tests watches of many goals that nobody reads, over real connections.</summary>
[Collection(Alone.Name)]
public sealed class UnreadWatchTests
{
    private const int Goals = 2_000;
    private const int Unread = 8;

    [Fact]
    public async Task Watches_that_are_not_read_keep_no_admission_from_one_that_is()
    {
        await using var cluster = await OkrCluster.StartAsync(1, Clusters.Now, limits => limits.MaxSnapshotsAtATime = 1);
        var bench = new Bench(cluster, "wide");
        var kpis = string.Join(',', Enumerable.Range(0, Goals).Select(index => $$"""{id: k{{index}}, title: {{new string('t', 200)}}}"""));
        await bench.ApplyAsync($"workspace: wide\nkpis: [{kpis}]", chunk: 100_000);
        List<IDisposable> open = [];
        for (var i = 0; i < Unread; i++)
        {
            var connection = GrpcChannel.ForAddress(cluster.Address(0));
            open.Add(new WatchService.WatchServiceClient(connection).WatchGoals(new WatchGoalsRequest { Name = bench.Workspace }));
            open.Add(connection);
        }

        var goals = 0;
        using var watch = bench.Watches.WatchGoals(new WatchGoalsRequest { Name = bench.Workspace });
        while (await watch.ResponseStream.MoveNext(CancellationToken.None) && watch.ResponseStream.Current.Synced is null)
        {
            goals += watch.ResponseStream.Current.Goal is null ? 0 : 1;
        }

        Assert.Equal(Goals, goals);
        open.ForEach(one => one.Dispose());
    }
}
