using System.Buffers;
using BenchmarkDotNet.Attributes;
using OkrGrains.Benchmarks.Load;
using OkrGrains.Contracts.V1;
using OkrGrains.Load;
using OkrGrains.Load.Workloads;

namespace OkrGrains.Benchmarks.Micro;

/// <summary>Parses a batch message into its columns, as the server does; figures are per reading.</summary>
public class DecodeBatch
{
    private const int Readings = 1_000;

    private ReadOnlySequence<byte> _message;

    [GlobalSetup]
    public void Encode()
    {
        var message = BatchMessage.Of(1, 0, BatchMessage.Encode(new ReadingBlocks(Workload.Named("w1"), producer: 0, seed: 1)[0]));
        _message = new([.. message.Head.Span, .. message.Columns.Span]);
    }

    [Benchmark(OperationsPerInvoke = Readings)]
    public object Generated() => StreamReadingsRequest.Parser.ParseFrom(_message);
}
