using Grpc.Core;
using OkrGrains.Api.Mapping;
using OkrGrains.Api.Tests.Readings;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Api.Tests.Goals;

[Collection(ClusterTests.Name)]
public sealed class DeletionTests(Clusters clusters)
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Everything_of_a_deleted_workspace_is_not_found(int silos)
    {
        var bench = await clusters.OpenAsync(silos);
        await bench.WriteAsync(Reading(5));
        var deleted = (await DeleteAsync(bench, author: "eve", reason: "over")).Workspace;
        Assert.Equal((bench.Workspace, 1, "eve", "over"), (deleted.Name, deleted.Generation, deleted.Tombstone.Author, deleted.Tombstone.Reason));
        Assert.Equal(Erasure.None, deleted.Tombstone.Erasure);
        Assert.Equal(Clusters.Now.ToWire(), deleted.Tombstone.DeletedAt);

        var gone = new Fault(StatusCode.NotFound, "UNKNOWN_WORKSPACE");
        var cycles = new CycleService.CycleServiceClient(bench.Cluster.Channel(0));
        var checkIns = new CheckInService.CheckInServiceClient(bench.Cluster.Channel(0));
        var grow = $"{bench.Workspace}/objectives/grow";
        Assert.Equal(gone, await Fault.OfAsync(() => bench.GetAsync("kpis/revenue")));
        Assert.Equal(gone, await Fault.OfAsync(async () => await bench.Goals.ListGoalsAsync(new() { Parent = bench.Workspace })));
        Assert.Equal(gone, await Fault.OfAsync(async () => await bench.Goals.ListRevisionsAsync(new() { Name = bench.Workspace })));
        Assert.Equal(gone, await Fault.OfAsync(() => bench.WriteAsync(Reading(5))));
        Assert.Equal(gone, await Fault.OfAsync(async () =>
            await bench.Readings.ListReadingsAsync(new() { Parent = $"{bench.Workspace}/kpis/revenue" })));
        Assert.Equal(gone, await Fault.OfAsync(async () => await bench.ProduceAsync()));
        Assert.Equal(gone, await Fault.OfAsync(async () => await cycles.ListCyclesAsync(new() { Parent = bench.Workspace })));
        Assert.Equal(gone, await Fault.OfAsync(async () => await checkIns.ListCheckInsAsync(new() { Parent = grow })));
        Assert.Equal(gone, await Fault.OfAsync(async () =>
            await checkIns.CreateCheckInAsync(new() { Parent = grow, Author = "ann", Note = "n" })));
        using var watch = bench.Watches.WatchGoals(new WatchGoalsRequest { Name = bench.Workspace });
        Assert.Equal(gone, await Fault.OfAsync(() => watch.ResponseStream.MoveNext(CancellationToken.None)));
        Assert.Equal(gone, await Fault.OfAsync(() => DeleteAsync(bench)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Open_watches_end_and_open_streams_are_told(int silos)
    {
        var bench = await clusters.OpenAsync(silos);
        using var producer = await bench.ProduceAsync();
        var first = Batches.Of(1, [1]);
        first.Define.Add(new HandleDefinition { Handle = 8, Goal = "kpis/visits" });
        await producer.SendAsync(first);
        await producer.UntilAckAsync(1);
        using var watch = bench.Watches.WatchGoals(new WatchGoalsRequest { Name = bench.Workspace, HeartbeatSeconds = 3600 });
        while (await watch.ResponseStream.MoveNext(CancellationToken.None) && watch.ResponseStream.Current.Synced is null)
        {
        }

        await DeleteAsync(bench);
        var ended = await Fault.OfAsync(async () =>
        {
            while (await watch.ResponseStream.MoveNext(CancellationToken.None))
            {
            }
        });
        Assert.Equal(new Fault(StatusCode.NotFound, "UNKNOWN_WORKSPACE"), ended);

        // Without definitions, as a producer sends that knows its handles.
        var next = Batches.Of(2, [7, 7, 7, 7]);
        next.Define.Clear();
        next.Handles[1] = 8;
        next.Handles[2] = 8;
        await producer.SendAsync(next);
        var rejected = Assert.Single(await producer.UntilAckAsync(5), response => response.Rejection is not null).Rejection;
        Assert.Equal((2L, 4L, "TAKES_NO_READINGS"), (rejected.Sequence, rejected.Count, rejected.Reason));

        // Also once the id stands for another workspace with a goal of the same name.
        await bench.ApplyAsync(bench.Plan());
        await producer.SendAsync(Batches.Of(6, [8]));
        Assert.Equal(new Fault(StatusCode.NotFound, "UNKNOWN_WORKSPACE"), Fault.Of(await producer.FailureAsync()));
        Assert.Null((await bench.GetAsync("kpis/revenue")).Figures.Value);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_later_generation_takes_nothing_from_the_one_before(int silos)
    {
        var bench = await clusters.OpenAsync(silos);
        var named = new WriteReadingsRequest { Parent = bench.Workspace, RequestId = "once", Readings = { Reading(5) } };
        await bench.Readings.WriteReadingsAsync(named);
        var token = await bench.WriteAsync(Reading(6));
        using (var producer = await bench.ProduceAsync())
        {
            var batch = Batches.Of(1, [1]);
            batch.Checkpoint = Google.Protobuf.ByteString.CopyFromUtf8("c");
            await producer.SendAsync(batch);
            await producer.UntilAckAsync(1);
        }

        var etag = (await bench.Goals.ListGoalsAsync(new() { Parent = bench.Workspace })).Etag;
        var pages = await PagesAsync(bench);
        await DeleteAsync(bench);
        await bench.ApplyAsync(bench.Plan());

        Assert.Empty((await bench.Readings.ListReadingsAsync(new() { Parent = $"{bench.Workspace}/kpis/revenue" })).Readings);
        Assert.Single((await bench.Goals.ListRevisionsAsync(new() { Name = bench.Workspace })).Revisions);
        Assert.Equal(2, (await ListAsync(bench, deleted: false)).Single().Generation);
        Assert.Equal([1, 2], (await ListAsync(bench, deleted: true)).Select(one => one.Generation));

        var former = new Fault(StatusCode.FailedPrecondition, "FORMER_GENERATION");
        Assert.Equal(former, await Fault.OfAsync(() => bench.GetAsync("kpis/revenue", token)));
        foreach (var read in pages)
        {
            Assert.Equal(former, await Fault.OfAsync(read));
        }

        Assert.Equal(new Fault(StatusCode.Aborted, "PLAN_CHANGED"), await Fault.OfAsync(() => DeleteAsync(bench, etag: etag)));
        Assert.Equal("5", await ValueAfterAsync(bench, (await bench.Readings.WriteReadingsAsync(named)).Token));
        using var again = await bench.ProduceAsync();
        Assert.Equal((1L, 0L, 0), (again.Opened.Epoch, again.Opened.LastSequence, again.Opened.Checkpoint.Length));
        await again.SendAsync(Batches.Of(1, [1]));
        Assert.Equal("6", await ValueAfterAsync(bench, (await again.UntilAckAsync(1))[^1].Ack.Token));
        foreach (var read in await PagesAsync(bench))
        {
            await read();
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_producer_of_a_former_generation_is_told_so_and_not_that_the_store_was_rolled_back(int silos)
    {
        var bench = await clusters.OpenAsync(silos);
        int generation;
        using (var producer = await bench.ProduceAsync())
        {
            generation = producer.Opened.Generation;
            await producer.SendAsync(Batches.Of(1, [1]));
            await producer.UntilAckAsync(1);
        }

        await DeleteAsync(bench);
        await bench.ApplyAsync(bench.Plan());
        var former = new Fault(StatusCode.FailedPrecondition, "FORMER_GENERATION");
        Assert.Equal(former, await Fault.OfAsync(async () => await bench.ProduceAsync(acknowledged: 1, generation: generation)));
        Assert.Equal(former, await Fault.OfAsync(async () => await bench.ProduceAsync(generation: generation)));
        Assert.Equal(former, await Fault.OfAsync(async () => await bench.ProduceAsync(acknowledged: 1)));
        Assert.Equal(
            new Fault(StatusCode.FailedPrecondition, "STORE_ROLLED_BACK"),
            await Fault.OfAsync(async () => await bench.ProduceAsync(acknowledged: 1, generation: generation + 1)));
        using var again = await bench.ProduceAsync();
        Assert.Equal(generation + 1, again.Opened.Generation);
    }

    [Fact]
    public async Task A_reading_that_the_server_has_named_is_never_one_of_a_deleted_workspace()
    {
        var bench = await clusters.OpenAsync(1);
        var plain = new WriteReadingsRequest { Parent = bench.Workspace, Readings = { Reading(5) } };
        var named = new WriteReadingsRequest(plain) { RequestId = "once" };
        var producers = new List<string>();
        for (var generation = 1; generation <= 2; generation++)
        {
            producers.Add((await bench.Readings.WriteReadingsAsync(plain)).Producer);
            producers.Add((await bench.Readings.WriteReadingsAsync(named)).Producer);
            await DeleteAsync(bench);
            await bench.ApplyAsync(bench.Plan());
        }

        Assert.Equal(4, producers.Distinct().Count());
        var late = new CorrectReadingRequest { Parent = bench.Workspace, Producer = producers[0], Sequence = 1, Value = 7, Author = "ann" };
        Assert.Equal(new Fault(StatusCode.NotFound, "UNKNOWN_READING"), await Fault.OfAsync(async () => await bench.Readings.CorrectReadingAsync(late)));
    }

    [Fact]
    public async Task A_change_that_is_made_from_a_deleted_plan_is_told_who_deleted_it()
    {
        var bench = await clusters.OpenAsync(1);
        var etag = (await bench.Goals.ListGoalsAsync(new() { Parent = bench.Workspace })).Etag;
        await DeleteAsync(bench, author: "eve", reason: "over");
        using var call = bench.Goals.ApplyPlan();
        await call.RequestStream.WriteAsync(new() { Header = new ApplyPlanHeader { Author = "ann", Etag = etag } });
        await call.RequestStream.WriteAsync(new() { Chunk = Google.Protobuf.ByteString.CopyFromUtf8(bench.Plan()) });
        await call.RequestStream.CompleteAsync();
        var refused = await Assert.ThrowsAsync<RpcException>(async () => await call);
        Assert.Equal(new Fault(StatusCode.Aborted, "PLAN_CHANGED"), Fault.Of(refused));
        Assert.Equal($"The workspace was deleted at {Clusters.Now} by eve.", refused.Status.Detail);
    }

    [Fact]
    public async Task A_deletion_that_is_sent_again_deletes_no_later_generation()
    {
        var bench = await clusters.OpenAsync(1);
        var first = await DeleteAsync(bench, request: "r1");
        Assert.Equal(first, await DeleteAsync(bench, request: "r1"));
        await bench.ApplyAsync(bench.Plan());
        Assert.Equal(first, await DeleteAsync(bench, request: "r1"));
        Assert.Equal(
            new Fault(StatusCode.AlreadyExists, "REQUEST_REUSED"),
            await Fault.OfAsync(() => DeleteAsync(bench, reason: "another", request: "r1")));
        Assert.Equal(2, (await ListAsync(bench, deleted: false)).Single().Generation);
    }

    [Fact]
    public async Task The_bytes_of_a_workspace_are_erased_with_it_or_later()
    {
        var bench = await clusters.OpenAsync(1);
        await bench.WriteAsync(Reading(5));
        await DeleteAsync(bench);
        Assert.Equal(Erasure.None, (await ListAsync(bench, deleted: true)).Single().Tombstone.Erasure);
        Assert.NotEqual(Erasure.None, (await DeleteAsync(bench, erase: true)).Workspace.Tombstone.Erasure);
        while ((await ListAsync(bench, deleted: true)).Single().Tombstone.Erasure != Erasure.Done)
        {
            await Task.Yield();
        }
    }

    private static Reading Reading(double value) => new() { Goal = "kpis/revenue", Time = Clusters.Now.ToWire(), Value = value };

    private static async Task<string?> ValueAfterAsync(Bench bench, string token) =>
        (await bench.GetAsync("kpis/revenue", token)).Figures.Value?.Decimal;

    private static async Task<DeleteWorkspaceResponse> DeleteAsync(
        Bench bench, string author = "", string reason = "", string etag = "", string request = "", bool erase = false) =>
        await bench.Goals.DeleteWorkspaceAsync(new DeleteWorkspaceRequest
        {
            Name = bench.Workspace, Author = author, Reason = reason, Etag = etag, RequestId = request, Erase = erase,
        });

    private static async Task<IEnumerable<Workspace>> ListAsync(Bench bench, bool deleted) =>
        (await bench.Goals.ListWorkspacesAsync(new() { ShowDeleted = deleted })).Workspaces.Where(one => one.Name == bench.Workspace);

    /// <summary>Reads the first page of each list, and returns what reads the second ones.</summary>
    private static async Task<IReadOnlyList<Func<Task>>> PagesAsync(Bench bench)
    {
        var revenue = $"{bench.Workspace}/kpis/revenue";
        var checkIns = new CheckInService.CheckInServiceClient(bench.Cluster.Channel(0));
        var cycles = new CycleService.CycleServiceClient(bench.Cluster.Channel(0));
        var cycle = $"{bench.Workspace}/cycles/q1";
        var grow = $"{bench.Workspace}/objectives/grow";
        await bench.ApplyAsync(bench.Plan("""
              - {id: quarter, cycle: q1, keyResults: [{id: own, kpi: revenue, target: 10}]}
            cycles: [{id: q1, start: 2026-01-01, end: 2026-02-01}]
            """));
        await bench.WriteAsync(Reading(0));
        await bench.WriteAsync(Reading(0));
        await checkIns.CreateCheckInAsync(new() { Parent = grow, Author = "ann", Note = "1" });
        await checkIns.CreateCheckInAsync(new() { Parent = grow, Author = "ann", Note = "2" });
        await cycles.CloseCycleAsync(new() { Name = cycle, Author = "ann" });
        var goals = (await bench.Goals.ListGoalsAsync(new() { Parent = bench.Workspace, PageSize = 1 })).NextPageToken;
        var readings = (await bench.Readings.ListReadingsAsync(new() { Parent = revenue, PageSize = 1 })).NextPageToken;
        var revisions = (await bench.Goals.ListRevisionsAsync(new() { Name = bench.Workspace, PageSize = 1 })).NextPageToken;
        var notes = (await checkIns.ListCheckInsAsync(new() { Parent = grow, PageSize = 1 })).NextPageToken;
        var finals = (await cycles.ListFinalsAsync(new() { Name = cycle, PageSize = 1 })).NextPageToken;
        Assert.All(new[] { goals, readings, revisions, notes, finals }, token => Assert.NotEmpty(token));
        return
        [
            async () => await bench.Goals.ListGoalsAsync(new() { Parent = bench.Workspace, PageToken = goals }),
            async () => await bench.Readings.ListReadingsAsync(new() { Parent = revenue, PageToken = readings }),
            async () => await bench.Goals.ListRevisionsAsync(new() { Name = bench.Workspace, PageToken = revisions }),
            async () => await checkIns.ListCheckInsAsync(new() { Parent = grow, PageToken = notes }),
            async () => await cycles.ListFinalsAsync(new() { Name = cycle, PageToken = finals }),
        ];
    }
}
