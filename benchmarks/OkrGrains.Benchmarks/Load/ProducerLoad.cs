using Grpc.Core;
using OkrGrains.Benchmarks.Workloads;

namespace OkrGrains.Benchmarks.Load;

/// <summary>One producer that sends as fast as it is let.</summary>
internal sealed class ProducerLoad(CallInvoker invoker, Workload workload, int producer, ReadingBlocks blocks, long baseTimeMillis)
{
    private readonly ReadOnlyMemory<byte>[] _columns = [.. blocks.Blocks.Select(BatchMessage.Encode)];
    private ProducerCall? _call;

    /// <summary>Readings that are acknowledged.</summary>
    public long Acknowledged => Volatile.Read(ref _call)?.Acknowledged ?? 0;

    /// <summary>Batches that have been sent.</summary>
    public long Batches { get; private set; }

    /// <summary>Stands for the last acknowledgement.</summary>
    public string Token => _call?.Token ?? "";

    /// <summary>Sends until it is told to stop or has sent enough, and then waits until all of it is acknowledged.</summary>
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
