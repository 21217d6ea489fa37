using Google.Protobuf;
using Grpc.Core;
using OkrGrains.Contracts.V1;
using OkrGrains.TestKit.Clusters;

namespace OkrGrains.Api.Tests;

/// <summary>A workspace with its clients: readings are sent to one silo, and goals are read and watched at another one.</summary>
internal sealed class Bench(ChannelBase writes, ChannelBase reads, string workspace)
{
    private readonly OkrCluster? _cluster;

    /// <summary>Creates a bench for a workspace of a cluster.</summary>
    public Bench(OkrCluster cluster, string workspace)
        : this(cluster.Channel(0), cluster.Channel(1), workspace) =>
        _cluster = cluster;

    /// <summary>Creates a bench for a workspace of a single server.</summary>
    public Bench(ChannelBase server, string workspace)
        : this(server, server, workspace)
    {
    }

    public string Workspace { get; } = $"workspaces/{workspace}";

    public OkrCluster Cluster => _cluster!;

    public ReadingService.ReadingServiceClient Readings { get; } = new(writes);

    public GoalService.GoalServiceClient Goals { get; } = new(reads);

    public WatchService.WatchServiceClient Watches { get; } = new(reads);

    public static async Task<Bench> OpenAsync(OkrCluster cluster, string workspace)
    {
        var bench = new Bench(cluster, workspace);
        await bench.ApplyAsync(bench.Plan());
        return bench;
    }

    /// <summary>Returns a plan with the chain revenue → sell-more → grow, and with a derived KPI beside it.</summary>
    public string Plan(string more = "") => $$"""
        workspace: {{workspace}}
        kpis:
          - {id: revenue, title: Revenue, unit: EUR, aggregation: sum, target: 100}
          - {id: visits, aggregation: count}
          - {id: per-visit, formula: {ratio: [revenue, visits]} }
        objectives:
          - id: grow
            keyResults:
              - {id: sell-more, kpi: revenue, target: 200}
        {{more}}
        """;

    public Task<ApplyPlanResponse> ApplyAsync(string plan, bool prune = false, int chunk = 1000) => ApplyAsync([plan], prune, chunk);

    /// <summary>Applies the files of several parts of a workspace together.</summary>
    public async Task<ApplyPlanResponse> ApplyAsync(IReadOnlyList<string> plans, bool prune = false, int chunk = 1000)
    {
        using var call = Goals.ApplyPlan();
        await call.RequestStream.WriteAsync(new ApplyPlanRequest { Header = new ApplyPlanHeader { Prune = prune, Author = "a test" } });
        foreach (var plan in plans)
        {
            if (plans.Count > 1)
            {
                await call.RequestStream.WriteAsync(new ApplyPlanRequest { File = new PlanFile() });
            }

            foreach (var part in ByteString.CopyFromUtf8(plan).Memory.ToArray().Chunk(chunk))
            {
                await call.RequestStream.WriteAsync(new ApplyPlanRequest { Chunk = ByteString.CopyFrom(part) });
            }
        }

        await call.RequestStream.CompleteAsync();
        return await call;
    }

    public async Task<Producer> ProduceAsync(
        string producer = "p", long acknowledged = 0, AckLevel level = default, int silo = 0, string incarnation = "", int generation = 0)
    {
        var readings = silo == 0 ? Readings : new ReadingService.ReadingServiceClient(Cluster.Channel(silo));
        var call = readings.StreamReadings();
        await call.RequestStream.WriteAsync(
            new StreamReadingsRequest
            {
                Open = new StreamOpen
                {
                    Workspace = Workspace, Producer = producer, AcknowledgedSequence = acknowledged, AckLevel = level,
                    Incarnation = incarnation, Generation = generation,
                },
            });
        var stream = new Producer(call);
        stream.Opened = (await stream.NextAsync()).Opened;
        return stream;
    }

    public async Task<string> WriteAsync(params Reading[] readings) =>
        (await Readings.WriteReadingsAsync(new WriteReadingsRequest { Parent = Workspace, Readings = { readings } })).Token;

    public async Task<Goal> GetAsync(string goal, string after = "") =>
        (await Goals.GetGoalAsync(new GetGoalRequest { Name = $"{Workspace}/{goal}", AfterToken = after })).Goal;
}

/// <summary>The stream of a producer.</summary>
internal sealed class Producer(AsyncDuplexStreamingCall<StreamReadingsRequest, StreamReadingsResponse> call) : IDisposable
{
    public StreamOpened Opened { get; set; } = null!;

    public Task SendAsync(ReadingBatch batch) => call.RequestStream.WriteAsync(new StreamReadingsRequest { Batch = batch });

    public Task CompleteAsync() => call.RequestStream.CompleteAsync();

    public async Task<StreamReadingsResponse> NextAsync() =>
        await call.ResponseStream.MoveNext(CancellationToken.None)
            ? call.ResponseStream.Current
            : throw new InvalidOperationException("The stream has ended.");

    /// <summary>Returns all responses up to the acknowledgement of a sequence, without the acknowledgements before it.</summary>
    public async Task<List<StreamReadingsResponse>> UntilAckAsync(long sequence)
    {
        var responses = new List<StreamReadingsResponse>();
        while (true)
        {
            var response = await NextAsync();
            if (response.Ack is null)
            {
                responses.Add(response);
            }
            else if (response.Ack.ThroughSequence == sequence)
            {
                responses.Add(response);
                return responses;
            }
        }
    }

    /// <summary>Returns all responses up to the successful end of the stream.</summary>
    public async Task<List<StreamReadingsResponse>> RemainingAsync()
    {
        var responses = new List<StreamReadingsResponse>();
        while (await call.ResponseStream.MoveNext(CancellationToken.None))
        {
            responses.Add(call.ResponseStream.Current);
        }

        return responses;
    }

    /// <summary>Returns the status with which the stream ends, whatever comes before.</summary>
    public async Task<RpcException> FailureAsync() => await Assert.ThrowsAsync<RpcException>(async () =>
    {
        while (await call.ResponseStream.MoveNext(CancellationToken.None))
        {
        }
    });

    /// <summary>Returns the status with which the stream ends, and asserts that nothing was acknowledged before.</summary>
    public async Task<RpcException> EndWithoutAckAsync() => await Assert.ThrowsAsync<RpcException>(async () =>
    {
        while (await call.ResponseStream.MoveNext(CancellationToken.None))
        {
            Assert.Null(call.ResponseStream.Current.Ack);
        }
    });

    public void Dispose() => call.Dispose();
}
