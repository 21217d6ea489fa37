using System.Buffers;
using Google.Protobuf;
using OkrGrains.Api.Streaming;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Api.Tests.Readings;

/// <summary>Tests of requests whose batches are used again.</summary>
public sealed class RequestReaderTests
{
    private readonly RequestReader _reader = new();

    [Fact]
    public void A_batch_that_is_used_again_has_nothing_of_the_one_before()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var sent = Draw(new Random(seed));
            var read = _reader.Read(Sequence(sent.ToByteArray(), new Random(seed)));

            Assert.True(sent.Equals(read), $"OKR_SEED={seed}: {read}");
            GiveBack(read);
        }
    }

    [Fact]
    public void A_batch_is_used_again()
    {
        var first = _reader.Read(Sequence(Draw(new Random(1), unusual: false).ToByteArray(), new Random(1)));
        var batch = first.Batch;
        GiveBack(first);

        Assert.Same(batch, _reader.Read(Sequence(Draw(new Random(2), unusual: false).ToByteArray(), new Random(2))).Batch);
    }

    [Fact]
    public void Fields_that_nobody_knows_are_in_no_batch()
    {
        var known = new StreamReadingsRequest { Batch = new ReadingBatch { FirstSequence = 7, Handles = { 1 }, Values = { 2 } } };
        var batch = known.Batch.ToByteArray();
        for (var i = 0; i < 3; i++)
        {
            // Field 99 with three bytes, in the batch, and a second piece of the batch that the parser merges.
            var read = _reader.Read(new ReadOnlySequence<byte>(Request([.. batch, 0x9A, 0x06, 3, 1, 2, 3])));
            Assert.Equal(known, read);
            GiveBack(read);
            var merged = _reader.Read(new ReadOnlySequence<byte>([.. Request(batch), .. Request([0x28, 5])]));
            Assert.Equal(5, merged.Batch.BaseTimeMillis);
            Assert.Equal(7, merged.Batch.FirstSequence);
            GiveBack(merged);
        }
    }

    [Fact]
    public void Malformed_bytes_are_refused_as_the_generated_parser_refuses_them()
    {
        var whole = Draw(new Random(3), unusual: false).ToByteArray();
        for (var length = 1; length < whole.Length; length++)
        {
            Assert.Equal(Outcome(() => StreamReadingsRequest.Parser.ParseFrom(whole, 0, length)), Outcome(() => _reader.Read(new(whole, 0, length))));
        }

        for (var seed = 0; seed < 2_000; seed++)
        {
            var random = new Random(seed);
            var bytes = (byte[])whole.Clone();
            for (var flips = random.Next(1, 4); flips > 0; flips--)
            {
                bytes[random.Next(Math.Min(bytes.Length, 40))] = (byte)random.Next(256);
            }

            var expected = Outcome(() => StreamReadingsRequest.Parser.WithDiscardUnknownFields(true).ParseFrom(bytes));
            Assert.True(expected == Outcome(() => _reader.Read(new(bytes))), $"OKR_SEED={seed}");
        }
    }

    [Fact]
    public void A_batch_that_is_used_again_allocates_nothing_for_its_readings()
    {
        const int mostBytes = 256;
        var batch = new ReadingBatch { Handles = { Enumerable.Repeat(1u, 1_000) }, Values = { Enumerable.Repeat(1.0, 1_000) } };
        var payload = new ReadOnlySequence<byte>(new StreamReadingsRequest { Batch = batch }.ToByteArray());
        GiveBack(_reader.Read(payload));

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            GiveBack(_reader.Read(payload));
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000 * mostBytes);
    }

    [Fact]
    public void A_large_batch_is_not_kept()
    {
        var large = new ReadingBatch { Handles = { Enumerable.Repeat(1u, 20_000) } };
        _reader.GiveBack(large);

        Assert.NotSame(large, _reader.Read(new ReadOnlySequence<byte>(Request([]))).Batch);
    }

    private static string Outcome(Func<StreamReadingsRequest> read)
    {
        try
        {
            // Without the unknown fields of definitions, which are never kept.
            return Convert.ToHexString(StreamReadingsRequest.Parser.WithDiscardUnknownFields(true).ParseFrom(read().ToByteArray()).ToByteArray());
        }
        catch (InvalidProtocolBufferException)
        {
            return "refused";
        }
    }

    private static byte[] Request(byte[] batch) => [0x12, .. Varint(batch.Length), .. batch];

    private static byte[] Varint(int value) => value < 0x80 ? [(byte)value] : [(byte)(value | 0x80), .. Varint(value >> 7)];

    private static StreamReadingsRequest Draw(Random random, bool unusual = true)
    {
        if (unusual && random.Next(8) == 0)
        {
            return random.Next(2) == 0 ? new StreamReadingsRequest() : new StreamReadingsRequest { Open = new StreamOpen { Producer = "p" } };
        }

        var batch = new ReadingBatch();
        var count = random.Next(40);
        batch.FirstSequence = random.Next(3) == 0 ? 0 : random.NextInt64();
        batch.BaseTimeMillis = random.Next(3) == 0 ? 0 : random.NextInt64(long.MinValue, long.MaxValue);
        batch.Handles.Add(Enumerable.Range(0, count).Select(_ => (uint)random.Next()));
        batch.Values.Add(Enumerable.Range(0, count).Select(_ => random.NextDouble()));
        batch.TimeOffsetsMillis.Add(Enumerable.Range(0, random.Next(2) * count).Select(_ => random.Next(-9, 9)));
        batch.Define.Add(Enumerable.Range(0, random.Next(unusual ? 90 : 3)).Select(i => new HandleDefinition { Handle = (uint)i, Goal = "kpis/a" }));
        batch.Checkpoint = random.Next(3) == 0 ? ByteString.CopyFromUtf8("file") : ByteString.Empty;
        return new StreamReadingsRequest { Batch = batch };
    }

    /// <summary>Cuts bytes into segments, as they come from a connection.</summary>
    private static ReadOnlySequence<byte> Sequence(byte[] bytes, Random random)
    {
        var first = new Segment(bytes.AsMemory(0, random.Next(bytes.Length + 1)), null);
        var last = first;
        for (var at = first.Memory.Length; at < bytes.Length;)
        {
            var length = random.Next(1, bytes.Length - at + 1);
            last = new Segment(bytes.AsMemory(at, length), last);
            at += length;
        }

        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private void GiveBack(StreamReadingsRequest request)
    {
        if (request.Batch is { } batch)
        {
            _reader.GiveBack(batch);
        }
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, Segment? before)
        {
            Memory = memory;
            if (before is not null)
            {
                RunningIndex = before.RunningIndex + before.Memory.Length;
                before.Next = this;
            }
        }
    }
}
