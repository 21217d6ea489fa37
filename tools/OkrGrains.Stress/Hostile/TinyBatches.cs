using Grpc.Core;
using OkrGrains.Contracts.V1;
using OkrGrains.Load;
using OkrGrains.Stress.Probing;

namespace OkrGrains.Stress.Hostile;

/// <summary>Opens streams that send batches without a reading, as fast as they are allowed to. Half of them read no answer.</summary>
internal sealed class TinyBatches : IAttack
{
    private const int Peers = 16;

    private static readonly TimeSpan _duration = TimeSpan.FromSeconds(5);

    public string Name => "endless tiny batches";

    // The bytes are those that flow control lets in, and the answers that wait.
    public long MostBytes => Peers * (2 * Sizes.MiB + 512 * Sizes.KiB);

    public async Task<Outcome> RunAsync(Uri server)
    {
        using var end = new CancellationTokenSource(_duration, TimeProvider.System);
        var answered = await Task.WhenAll(Enumerable.Range(0, Peers).Select(peer => Task.Run(() => AttackAsync(server, peer, end.Token))));
        return new(Peers, answered.Count(one => one), "acknowledgements, or flow control for those that read none");
    }

    private static async Task<bool> AttackAsync(Uri server, int peer, CancellationToken end)
    {
        using var channel = Connections.Open(server);
        using var call = channel.CreateCallInvoker().AsyncDuplexStreamingCall(BatchMessage.Method, null, default);
        var open = new StreamOpen { Workspace = ProbeTree.Workspace, Producer = $"tiny-{peer}" };
        await call.RequestStream.WriteAsync(BatchMessage.Of(new StreamReadingsRequest { Open = open }), end);
        var acknowledged = 0L;
        var reads = peer % 2 == 0;
        var reading = reads ? Task.Run(ReadAsync, CancellationToken.None) : Task.CompletedTask;
        var empty = BatchMessage.Of(new StreamReadingsRequest { Batch = new ReadingBatch() });
        try
        {
            while (!end.IsCancellationRequested && !reading.IsFaulted)
            {
                await call.RequestStream.WriteAsync(empty, end);
            }
        }
        catch (Exception) when (end.IsCancellationRequested)
        {
            // The stream was held up by flow control, or stopped.
        }

        return reads ? Volatile.Read(ref acknowledged) > 0 : true;

        async Task ReadAsync()
        {
            while (await call.ResponseStream.MoveNext(CancellationToken.None))
            {
                Volatile.Write(ref acknowledged, acknowledged + (call.ResponseStream.Current.Ack is null ? 0 : 1));
            }
        }
    }
}
