using Grpc.Core;
using OkrGrains.Load;
using OkrGrains.Load.Workloads;

namespace OkrGrains.Benchmarks.Load;

/// <summary>A producer that sends as fast as the server allows.</summary>
internal sealed class ProducerLoad(CallInvoker invoker, Workload workload, int producer, ReadingBlocks blocks, long baseTimeMillis)
{
    private readonly ReadOnlyMemory<byte>[] _columns = [.. blocks.Blocks.Select(BatchMessage.Encode)];
    private ProducerCall? _call;

    /// <summary>The number of acknowledged readings.</summary>
    public long Acknowledged => Volatile.Read(ref _call)?.Acknowledged ?? 0;

    /// <summary>The number of batches that were sent.</summary>
    public long Batches { get; private set; }

    /// <summary>The token of the last acknowledgement.</summary>
    public string Token => _call?.Token ?? "";

    /// <summary>
    /// Sends until it is stopped or has sent <paramref name="mostBatches"/> batches, and then waits until everything is acknowledged.
    /// </summary>
    public async Task RunAsync(long mostBatches, CancellationToken stop)
    {
        using var call = await ProducerCall.OpenAsync(invoker, $"load-{producer}", workload.Tree.KpiIds);
        Volatile.Write(ref _call, call);
        while (Batches < mostBatches && !stop.IsCancellationRequested)
        {
            await call.SendAsync(_columns[Batches % _columns.Length], workload.BatchReadings, baseTimeMillis + Batches);
            Batches++;
        }

        await call.CompleteAsync();
    }
}
