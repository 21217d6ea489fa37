using Grpc.Core;
using OkrGrains.Benchmarks.Load;
using OkrGrains.Load;
using OkrGrains.Load.Workloads;

namespace OkrGrains.Benchmarks.Latency;

/// <summary>A producer that sends on schedule. Some of its batches are marked: they end with a reading of the marker.</summary>
internal sealed class PacedProducer(CallInvoker invoker, Workload workload, int producer, int seed, Schedule schedule)
{
    private readonly ReadingBlocks _blocks = new(workload, producer, seed);

    /// <summary>The scheduled timestamps of the marked batches, in order.</summary>
    public List<long> Marked { get; } = [];

    /// <summary>The time from the scheduled instant of each batch until it was sent.</summary>
    public List<TimeSpan> Late { get; } = [];

    /// <summary>Sends <paramref name="batches"/> batches and marks every <paramref name="markEvery"/>-th of them; none at 0.</summary>
    public async Task RunAsync(long batches, int markEvery)
    {
        var marker = workload.Tree.Kpis;
        var plain = _blocks.Blocks.Select(BatchMessage.Encode).ToArray();
        var marked = _blocks.Blocks.Select(block => BatchMessage.Encode(WithMarker(block, marker))).ToArray();
        var time = TimeProvider.System;
        using var call = await ProducerCall.OpenAsync(invoker, $"paced-{producer}", workload.Tree.KpiIds.Append(MarkedTree.Marker));
        for (var batch = 0L; batch < batches; batch++)
        {
            await schedule.WaitAsync(batch);
            var intended = schedule.Intended(batch);
            Late.Add(time.GetElapsedTime(intended));
            var isMarked = markEvery > 0 && batch % markEvery == 0;
            if (isMarked)
            {
                Marked.Add(intended);
            }

            var columns = (isMarked ? marked : plain)[batch % plain.Length];
            await call.SendAsync(columns, workload.BatchReadings, time.GetUtcNow().ToUnixTimeMilliseconds() - workload.BatchReadings);
        }

        await call.CompleteAsync();
    }

    private static ReadingBlock WithMarker(ReadingBlock block, int marker) =>
        block with { Kpis = [.. block.Kpis[..^1], marker], Values = [.. block.Values[..^1], 1] };
}
