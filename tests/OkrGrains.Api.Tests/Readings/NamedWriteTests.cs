using Grpc.Core;
using OkrGrains.Api.Mapping;
using OkrGrains.Contracts.V1;
using OkrGrains.Storage;
using OkrGrains.TestKit.Clusters;
using OkrGrains.TestKit.Disks;

namespace OkrGrains.Api.Tests.Readings;

/// <summary>Tests unary writes with a request id: each counts once, however often it is sent.</summary>
[Collection(ClusterTests.Name)]
public sealed class NamedWriteTests(Clusters clusters)
{
    private static readonly Fault _reused = new(StatusCode.AlreadyExists, "REQUEST_REUSED");

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_repeated_write_counts_once_and_is_answered_like_the_first(int silos)
    {
        var bench = await clusters.OpenAsync(silos);
        var request = Request(bench, "one", ("kpis/revenue", 1), ("kpis/later", 2), ("kpis/revenue", double.NaN), ("kpis/visits", 1));
        var first = await bench.Readings.WriteReadingsAsync(request);
        Assert.Equal([1L, 0, 0, 4], first.Sequences);
        Assert.Equal([(1, "UNKNOWN_GOAL"), (2, "VALUE_OUT_OF_RANGE")], first.Rejections.Select(told => (told.Index, told.Reason)));

        // The goal that was unknown is there now, and one that took readings is not.
        var plan = bench.Plan().Replace("visits", "later", StringComparison.Ordinal);
        await bench.ApplyAsync(plan, prune: true);
        var elsewhere = new ReadingService.ReadingServiceClient(bench.Cluster.Channel(1));
        var again = await elsewhere.WriteReadingsAsync(request);

        Assert.Equal((first.Producer, first.Sequences, first.Rejections), (again.Producer, again.Sequences, again.Rejections));
        Assert.Equal("1", (await bench.GetAsync("kpis/revenue", again.Token)).Figures.Value.Decimal);
        Assert.Equal("0", (await bench.GetAsync("kpis/later", again.Token)).Figures.Value?.Decimal ?? "0");
        var corrected = await bench.Readings.CorrectReadingAsync(
            new CorrectReadingRequest { Parent = bench.Workspace, Producer = again.Producer, Sequence = again.Sequences[0], Value = 5 });
        Assert.Equal("5", (await bench.GetAsync("kpis/revenue", corrected.Token)).Figures.Value.Decimal);
    }

    [Fact]
    public async Task Other_words_under_the_same_id_are_refused_and_do_not_count()
    {
        var bench = await clusters.OpenAsync(1);
        await bench.Readings.WriteReadingsAsync(Request(bench, "one", ("kpis/revenue", 1)));

        var second = Request(bench, "one", ("kpis/revenue", 2));
        Assert.Equal(_reused, await Fault.OfAsync(async () => await bench.Readings.WriteReadingsAsync(second)));
        var other = await bench.Readings.WriteReadingsAsync(Request(bench, "two", ("kpis/revenue", 2)));

        Assert.Equal("3", (await bench.GetAsync("kpis/revenue", other.Token)).Figures.Value.Decimal);
        var elsewhere = await clusters.OpenAsync(1);
        await elsewhere.Readings.WriteReadingsAsync(Request(elsewhere, "one", ("kpis/revenue", 3)));
    }

    [Fact]
    public async Task An_id_is_one_request_among_all_kinds_of_requests()
    {
        var bench = await clusters.OpenAsync(1);
        var written = await bench.Readings.WriteReadingsAsync(Request(bench, "one", ("kpis/revenue", 1)));
        var correction = new CorrectReadingRequest
        {
            Parent = bench.Workspace, Producer = written.Producer, Sequence = 1, Value = 5, RequestId = "one",
        };
        var rename = new RenameGoalRequest { Name = $"{bench.Workspace}/kpis/visits", NewId = "calls", RequestId = "one" };

        Assert.Equal(_reused, await Fault.OfAsync(async () => await bench.Readings.CorrectReadingAsync(correction)));
        Assert.Equal(_reused, await Fault.OfAsync(async () => await bench.Goals.RenameGoalAsync(rename)));
    }

    [Fact]
    public async Task The_same_write_at_the_same_time_counts_once()
    {
        var bench = await clusters.OpenAsync(1);
        var request = Request(bench, "one", ("kpis/revenue", 1), ("kpis/visits", 1));

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => bench.Readings.WriteReadingsAsync(request).ResponseAsync));

        Assert.All(answers, answer => Assert.Equal([1L, 2], answer.Sequences));
        Assert.Equal("1", (await bench.GetAsync("kpis/revenue", answers[0].Token)).Figures.Value.Decimal);
    }

    [Fact]
    public async Task A_faulty_write_is_not_remembered()
    {
        var bench = await clusters.OpenAsync(1);
        var request = Request(bench, "one", ("kpis/revenue", 1));
        request.Readings[0].Time = null;
        var failure = await Assert.ThrowsAsync<RpcException>(async () => await bench.Readings.WriteReadingsAsync(request));
        Assert.Equal(["readings[0].time"], Fault.Fields(failure));
        request.RequestId = new string('x', 101);
        failure = await Assert.ThrowsAsync<RpcException>(async () => await bench.Readings.WriteReadingsAsync(request));
        Assert.Equal(["request_id"], Fault.Fields(failure));

        var mended = await bench.Readings.WriteReadingsAsync(Request(bench, "one", ("kpis/revenue", 1)));

        Assert.Equal("1", (await bench.GetAsync("kpis/revenue", mended.Token)).Figures.Value.Decimal);
    }

    [Fact]
    public async Task A_write_of_which_nothing_counts_is_answered_the_same_way_later()
    {
        var bench = await clusters.OpenAsync(1);
        var request = Request(bench, "one", ("kpis/later", 1), ("kpis/later", 2));
        var first = await bench.Readings.WriteReadingsAsync(request);
        await bench.ApplyAsync(bench.Plan().Replace("id: visits,", "id: later}\n  - {id: visits,", StringComparison.Ordinal));
        var again = await bench.Readings.WriteReadingsAsync(request);
        Assert.Equal(("", first.Sequences, first.Rejections), (again.Producer, again.Sequences, again.Rejections));
        Assert.Equal(2, first.Rejections.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_write_that_failed_half_way_is_completed_when_it_is_sent_again(int durable)
    {
        var (cluster, held) = await StartHeldAsync();
        await using var running = cluster;
        var bench = await Bench.OpenAsync(cluster, "w");
        var request = Request(bench, "one", ("kpis/revenue", 1), ("kpis/visits", 1), ("kpis/revenue", 10));
        var appends = 0;
        held.BeforeAppend = () => Interlocked.Increment(ref appends) <= durable
            ? Task.CompletedTask
            : throw new StoreUnavailableException("full", StoreUnavailableReason.Full);
        Assert.Equal(
            new Fault(StatusCode.ResourceExhausted, "STORE_FULL"),
            await Fault.OfAsync(async () => await bench.Readings.WriteReadingsAsync(request)));
        held.BeforeAppend = () => Task.CompletedTask;

        var answer = await bench.Readings.WriteReadingsAsync(request);

        Assert.Equal([1L, 2, 3], answer.Sequences);
        Assert.Equal("11", (await bench.GetAsync("kpis/revenue", answer.Token)).Figures.Value.Decimal);
        Assert.Equal("1", (await bench.GetAsync("kpis/visits", answer.Token)).Figures.Value.Decimal);
    }

    [Fact]
    public async Task A_write_whose_caller_has_left_goes_on_and_its_repetition_shares_it()
    {
        var (cluster, held) = await StartHeldAsync();
        await using var running = cluster;
        var bench = await Bench.OpenAsync(cluster, "w");
        var request = Request(bench, "one", ("kpis/revenue", 1));
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        held.BeforeAppend = () =>
        {
            reached.TrySetResult();
            return release.Task;
        };
        using var leaving = new CancellationTokenSource();
        var left = bench.Readings.WriteReadingsAsync(request, cancellationToken: leaving.Token).ResponseAsync;
        await reached.Task;
        await leaving.CancelAsync();
        Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(() => left)).StatusCode);
        var other = Request(bench, "one", ("kpis/revenue", 2));
        Assert.Equal(_reused, await Fault.OfAsync(async () => await bench.Readings.WriteReadingsAsync(other)));

        var again = bench.Readings.WriteReadingsAsync(request).ResponseAsync;
        release.SetResult();

        Assert.Equal("1", (await bench.GetAsync("kpis/revenue", (await again).Token)).Figures.Value.Decimal);
    }

    [Fact]
    public async Task Named_requests_of_every_kind_are_known_after_a_restart()
    {
        using var folder = new TempFolder();
        var options = new OkrClusterOptions { Now = Clusters.Now, Directory = folder.Path };
        WriteReadingsRequest write;
        WriteReadingsResponse written;
        CorrectReadingRequest correct;
        CorrectReadingResponse corrected;
        RenameGoalRequest rename;
        RenameGoalResponse renamed;
        await using (var cluster = await OkrCluster.StartAsync(options))
        {
            var bench = await Bench.OpenAsync(cluster, "w");
            write = Request(bench, "write", ("kpis/revenue", 1), ("kpis/nowhere", 1));
            written = await bench.Readings.WriteReadingsAsync(write);
            correct = new CorrectReadingRequest
            {
                Parent = bench.Workspace,
                Producer = written.Producer,
                Sequence = 1,
                Value = 5,
                Goal = "kpis/revenue",
                RequestId = "correct",
            };
            corrected = await bench.Readings.CorrectReadingAsync(correct);
            rename = new RenameGoalRequest { Name = $"{bench.Workspace}/kpis/revenue", NewId = "sales", RequestId = "rename" };
            renamed = await bench.Goals.RenameGoalAsync(rename);
        }

        await using var again = await OkrCluster.StartAsync(options);
        var resumed = new Bench(again, "w");
        var answer = await resumed.Readings.WriteReadingsAsync(write);
        Assert.Equal((written.Producer, written.Sequences, written.Rejections), (answer.Producer, answer.Sequences, answer.Rejections));
        Assert.Equal(corrected.Amended, (await resumed.Readings.CorrectReadingAsync(correct)).Amended);
        Assert.Equal(renamed, await resumed.Goals.RenameGoalAsync(rename));
        Assert.Equal("5", (await resumed.GetAsync("kpis/sales", answer.Token)).Figures.Value.Decimal);
        var revisions = await resumed.Goals.ListRevisionsAsync(new ListRevisionsRequest { Name = $"{resumed.Workspace}/kpis/sales" });
        Assert.Equal(2, revisions.Revisions.Count);
        write.Readings[0].Value = 2;
        Assert.Equal(_reused, await Fault.OfAsync(async () => await resumed.Readings.WriteReadingsAsync(write)));
    }

    private static async Task<(OkrCluster Cluster, HeldStore Held)> StartHeldAsync()
    {
        HeldStore held = null!;
        var cluster = await OkrCluster.StartAsync(new OkrClusterOptions
        {
            Now = Clusters.Now,
            WrapStore = store =>
            {
                (var proxy, held) = HeldStore.Over(store);
                return proxy;
            },
        });
        return (cluster, held);
    }

    private static WriteReadingsRequest Request(Bench bench, string id, params (string Goal, double Value)[] readings) => new()
    {
        Parent = bench.Workspace,
        RequestId = id,
        Readings = { readings.Select(one => new Reading { Goal = one.Goal, Time = Clusters.Now.ToWire(), Value = one.Value }) },
    };
}
