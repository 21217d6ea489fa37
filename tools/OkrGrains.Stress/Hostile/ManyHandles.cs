using Grpc.Core;
using OkrGrains.Client;
using OkrGrains.Contracts.V1;
using OkrGrains.Load;
using OkrGrains.Stress.Probing;

namespace OkrGrains.Stress.Hostile;

/// <summary>Opens streams that define a million handles each.</summary>
internal sealed class ManyHandles : IAttack
{
    private const int Peers = 8;
    private const int Handles = 1_000_000;
    private const int HandlesInBatch = 10_000;

    public string Name => "a million handles a stream";

    // The bytes are for the route of each handle, and its place in a table.
    public long MostBytes => Peers * HostileLimits.MaxHandles * 128;

    public async Task<Outcome> RunAsync(Uri server)
    {
        var ends = await Task.WhenAll(Enumerable.Range(0, Peers).Select(peer => Task.Run(() => AttackAsync(server, peer))));
        return new(Peers, ends.Count(answered => answered), "RESOURCE_EXHAUSTED TOO_LARGE");
    }

    private static async Task<bool> AttackAsync(Uri server, int peer)
    {
        using var channel = Connections.Open(server);
        using var call = new ReadingService.ReadingServiceClient(channel).StreamReadings();
        try
        {
            await DefineAsync(call.RequestStream, peer);
        }
        catch (RpcException)
        {
            // The answers hold the details of the failure.
        }

        try
        {
            while (await call.ResponseStream.MoveNext(CancellationToken.None))
            {
            }

            return false;
        }
        catch (RpcException end)
        {
            return RpcFault.Of(end) is { Code: StatusCode.ResourceExhausted, Reason: "TOO_LARGE" };
        }
    }

    private static async Task DefineAsync(IClientStreamWriter<StreamReadingsRequest> requests, int peer)
    {
        var open = new StreamOpen { Workspace = ProbeTree.Workspace, Producer = $"handles-{peer}" };
        await requests.WriteAsync(new StreamReadingsRequest { Open = open });
        for (var first = 0; first < Handles; first += HandlesInBatch)
        {
            var batch = new ReadingBatch { FirstSequence = 1 };
            batch.Define.AddRange(Enumerable.Range(first, HandlesInBatch)
                .Select(handle => new HandleDefinition { Handle = (uint)handle, Goal = ProbeTree.Kpi }));
            await requests.WriteAsync(new StreamReadingsRequest { Batch = batch });
        }

        await requests.CompleteAsync();
    }
}
