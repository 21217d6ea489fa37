using Grpc.Core;
using OkrGrains.Api.Mapping;
using OkrGrains.Api.Tests.Readings;
using OkrGrains.Contracts.V1;
using OkrGrains.TestKit.Clusters;

namespace OkrGrains.Api.Tests.Goals;

[Collection(ClusterTests.Name)]
public sealed class WatchTests(Clusters clusters)
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_workspace_is_sent_whole_then_synced_then_as_it_changes(int silos)
    {
        var bench = await clusters.OpenAsync(silos);
        using var watch = bench.Watches.WatchGoals(new WatchGoalsRequest { Name = bench.Workspace });
        var snapshot = await UntilSyncedAsync(watch);
        Assert.Equal(5, snapshot.Count);
        Assert.Equal(5, snapshot.Distinct().Count());

        await bench.WriteAsync(new Reading { Goal = "kpis/revenue", Time = Clusters.Now.ToWire(), Value = 50 });

        await UntilAsync(watch, response => response.Goal?.Name.EndsWith("objectives/grow", StringComparison.Ordinal) == true
            && response.Goal.Figures.Score?.Decimal == "0.25");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_subtree_has_all_that_its_root_reads(int silos)
    {
        var bench = await clusters.OpenAsync(silos);
        var request = new WatchGoalsRequest { Name = $"{bench.Workspace}/objectives/grow", Subtree = true };
        using var watch = bench.Watches.WatchGoals(request);

        var snapshot = await UntilSyncedAsync(watch);

        string[] expected = ["keyResults/sell-more", "kpis/revenue", "objectives/grow"];
        Assert.Equal(expected.Select(name => $"{bench.Workspace}/{name}"), snapshot.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_watch_follows_the_plan_and_shows_signs_of_life(int silos)
    {
        var bench = await clusters.OpenAsync(silos);
        using var watch = bench.Watches.WatchGoals(new WatchGoalsRequest { Name = bench.Workspace, HeartbeatSeconds = 1 });
        await UntilSyncedAsync(watch);
        await UntilAsync(watch, response => response.Heartbeat?.At.Equals(Clusters.Now.ToWire()) == true);

        await bench.ApplyAsync(bench.Plan().Replace("{id: visits,", "{id: walks}\n  - {id: visits,", StringComparison.Ordinal));
        await UntilAsync(watch, response => response.Goal?.Name == $"{bench.Workspace}/kpis/walks");

        await bench.ApplyAsync(bench.Plan(), prune: true);
        await UntilAsync(watch, response => response.Removed == $"{bench.Workspace}/kpis/walks");
    }

    /// <summary>The heartbeats are an hour apart: nothing waits for them.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Edits_moves_and_removals_are_sent_as_they_are_applied(int silos)
    {
        var bench = await clusters.OpenAsync(silos);
        using var watch = bench.Watches.WatchGoals(new WatchGoalsRequest { Name = bench.Workspace, HeartbeatSeconds = 3600 });
        await UntilSyncedAsync(watch);

        // A title changes no figure of anything.
        var renamed = bench.Plan().Replace("title: Revenue", "title: Income", StringComparison.Ordinal);
        await bench.ApplyAsync(renamed);
        await UntilAsync(watch, response => response.Goal?.Title == "Income");

        var other = renamed + "  - {id: other, keyResults: [{id: own, measure: {}, target: 1}]}";
        await bench.ApplyAsync(other);
        var moved = other.Replace("      - {id: sell-more, kpi: revenue, target: 200}", "      - {id: rest, kpi: visits, target: 5}", StringComparison.Ordinal)
            .Replace("keyResults: [{id: own", "keyResults: [{id: sell-more, kpi: revenue, target: 200}, {id: own", StringComparison.Ordinal);
        Assert.NotEqual(other, moved);
        await bench.ApplyAsync(moved);
        await UntilAsync(watch, response => response.Goal?.Name == $"{bench.Workspace}/keyResults/sell-more"
            && response.Goal.Parents.Single().Parent == $"{bench.Workspace}/objectives/other");

        await bench.ApplyAsync(renamed, prune: true);
        await UntilAsync(watch, response => response.Removed == $"{bench.Workspace}/objectives/other");
    }

    /// <summary>The heartbeats are an hour apart, and the goals that were loaded after the plan tell nobody of it.</summary>
    [Fact]
    public async Task A_plan_that_comes_while_goals_of_the_snapshot_are_loaded_is_followed()
    {
        HeldStore held = null!;
        await using var cluster = await OkrCluster.StartAsync(new OkrClusterOptions
        {
            Now = Clusters.Now,
            WrapStore = store =>
            {
                (var proxy, held) = HeldStore.Over(store);
                return proxy;
            },
        });
        var bench = await Bench.OpenAsync(cluster, "w");
        var (reached, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        held.BeforeLoad = () =>
        {
            reached.TrySetResult();
            return release.Task;
        };
        using var watch = bench.Watches.WatchGoals(new WatchGoalsRequest { Name = bench.Workspace, HeartbeatSeconds = 3600 });
        await reached.Task;
        held.AfterDefine = release.SetResult;
        await bench.ApplyAsync(bench.Plan().Replace("title: Revenue", "title: Income", StringComparison.Ordinal));

        await UntilAsync(watch, response => response.Goal?.Title == "Income").WaitAsync(TimeSpan.FromMinutes(1));
    }

    [Theory]
    [InlineData("workspaces/none", 0, StatusCode.NotFound, "UNKNOWN_WORKSPACE")]
    [InlineData("{w}/kpis/none", 0, StatusCode.NotFound, "UNKNOWN_GOAL")]
    [InlineData("{w}/kpis", 0, StatusCode.InvalidArgument, "BAD_REQUEST")]
    [InlineData("{w}", 3601, StatusCode.InvalidArgument, "BAD_REQUEST")]
    public async Task A_faulty_watch_is_refused(string name, int heartbeat, StatusCode code, string reason)
    {
        var bench = await clusters.OpenAsync(1);
        using var watch = bench.Watches.WatchGoals(new WatchGoalsRequest
        {
            Name = name.Replace("{w}", bench.Workspace, StringComparison.Ordinal),
            HeartbeatSeconds = heartbeat,
        });

        Assert.Equal(new Fault(code, reason), await Fault.OfAsync(() => watch.ResponseStream.MoveNext(CancellationToken.None)));
    }

    private static async Task<List<string>> UntilSyncedAsync(AsyncServerStreamingCall<WatchGoalsResponse> watch)
    {
        var names = new List<string>();
        while (await watch.ResponseStream.MoveNext(CancellationToken.None))
        {
            if (watch.ResponseStream.Current.Synced is { } synced)
            {
                Assert.Equal(names.Count, synced.GoalCount);
                return names;
            }

            // A heartbeat comes before the last goal when the machine is slow.
            if (watch.ResponseStream.Current.Goal is { } goal)
            {
                names.Add(goal.Name);
            }
        }

        throw new InvalidOperationException("The watch has ended.");
    }

    private static async Task UntilAsync(AsyncServerStreamingCall<WatchGoalsResponse> watch, Func<WatchGoalsResponse, bool> wanted)
    {
        while (await watch.ResponseStream.MoveNext(CancellationToken.None))
        {
            if (wanted(watch.ResponseStream.Current))
            {
                return;
            }
        }

        throw new InvalidOperationException("The watch has ended.");
    }
}
