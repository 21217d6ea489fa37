using Google.Protobuf;
using Grpc.Core;
using OkrGrains.Contracts.V1;
using OkrGrains.Model.Time;
using OkrGrains.TestKit.Clusters;
using OkrGrains.TestKit.Disks;

namespace OkrGrains.Api.Tests.Readings;

/// <summary>Tests the answer to a producer that opens another stream.</summary>
[Collection(ClusterTests.Name)]
public sealed class ResumptionTests(Clusters clusters)
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_newer_stream_at_another_silo_fences_the_first_at_its_next_batch(int silos)
    {
        var bench = await clusters.OpenAsync(silos);
        using var first = await bench.ProduceAsync();
        await first.SendAsync(Batches.Of(1, [1]));
        await first.UntilAckAsync(1);
        using var second = await bench.ProduceAsync(silo: 1);
        if (silos > 1)
        {
            // This goal does not know the producer yet.
            await first.SendAsync(Batches.Of(2, [10], "kpis/visits"));
        }

        Assert.Equal(new Fault(StatusCode.Aborted, "PRODUCER_FENCED"), Fault.Of(await first.FailureAsync()));
        await second.SendAsync(Batches.Of(second.Opened.LastSequence + 1, [100]));
        var ack = (await second.UntilAckAsync(second.Opened.LastSequence + 1))[^1].Ack;
        Assert.Equal("0", (await bench.GetAsync("kpis/visits", ack.Token)).Figures.Value?.Decimal ?? "0");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Batches_may_be_cut_anew_when_they_are_sent_again(int silos)
    {
        var bench = await clusters.OpenAsync(silos);
        using (var first = await bench.ProduceAsync())
        {
            await first.SendAsync(Batches.Of(1, [1, 10, 100, 1000]));
            await first.UntilAckAsync(4);
            await first.SendAsync(Batches.Of(2, [10]));
            await first.SendAsync(Batches.Of(3, [100, 1000, 10_000]));
            await first.UntilAckAsync(5);
        }

        using var second = await bench.ProduceAsync(silo: 1);
        await second.SendAsync(Batches.Of(1, [1, 10]));
        await second.SendAsync(Batches.Of(3, [100, 1000, 10_000, 100_000]));
        var ack = (await second.UntilAckAsync(6))[^1].Ack;
        Assert.Equal("111111", (await bench.GetAsync("kpis/revenue", ack.Token)).Figures.Value.Decimal);
    }

    [Fact]
    public async Task Rejected_readings_use_their_sequences_up_and_are_told_again_with_the_checkpoint_after_a_restart()
    {
        using var folder = new TempFolder();
        var options = new OkrClusterOptions { Now = Clusters.Now, Directory = folder.Path };
        await using (var cluster = await OkrCluster.StartAsync(options))
        {
            var bench = await Bench.OpenAsync(cluster, "w");
            using var producer = await bench.ProduceAsync();
            var batch = Batches.Of(1, [double.PositiveInfinity, double.NaN, 5, -1.0000001e15, 1e15]);
            batch.Checkpoint = ByteString.CopyFromUtf8("five");
            await producer.SendAsync(batch);
            await producer.UntilAckAsync(5);
            await producer.SendAsync(BeforeTheYear1(6));
            await producer.UntilAckAsync(6);
            await producer.SendAsync(Batches.Of(7, [7]));
            await producer.CompleteAsync();
            await producer.UntilAckAsync(7);
        }

        await using var again = await OkrCluster.StartAsync(options);
        var resumed = new Bench(again, "w");
        using var unaware = await resumed.ProduceAsync();
        Assert.Equal((7, 5, "five"), (unaware.Opened.LastSequence, unaware.Opened.CheckpointSequence, unaware.Opened.Checkpoint.ToStringUtf8()));
        Assert.Equal(
            [(1, 2, "VALUE_OUT_OF_RANGE"), (4, 1, "VALUE_OUT_OF_RANGE"), (6, 1, "TIME_OUT_OF_RANGE")],
            unaware.Opened.Rejections.Select(told => (told.Sequence, told.Count, told.Reason)));
        using var aware = await resumed.ProduceAsync(acknowledged: 4);
        Assert.Equal([6L], aware.Opened.Rejections.Select(told => told.Sequence));
        await aware.SendAsync(Batches.Of(8, [-1e15]));
        var ack = (await aware.UntilAckAsync(8))[^1].Ack;
        Assert.Equal("12", (await resumed.GetAsync("kpis/revenue", ack.Token)).Figures.Value.Decimal);
    }

    [Fact]
    public async Task A_checkpoint_of_more_than_64_bytes_is_refused()
    {
        var bench = await clusters.OpenAsync(1);
        using var producer = await bench.ProduceAsync();
        var batch = Batches.Of(1, [1]);
        batch.Checkpoint = ByteString.CopyFrom(new byte[64]);
        await producer.SendAsync(batch);
        await producer.UntilAckAsync(1);
        batch = Batches.Of(2, [1]);
        batch.Checkpoint = ByteString.CopyFrom(new byte[65]);
        await producer.SendAsync(batch);
        var failure = await producer.FailureAsync();
        Assert.Equal(new Fault(StatusCode.InvalidArgument, "BAD_REQUEST"), Fault.Of(failure));
        Assert.Equal(["batch.checkpoint"], Fault.Fields(failure));
    }

    private static ReadingBatch BeforeTheYear1(long sequence)
    {
        var batch = Batches.Of(sequence, [1]);
        batch.BaseTimeMillis = Instant.Parse("0001-01-01T00:00:00Z").UnixMillis;
        batch.TimeOffsetsMillis.Add(-1);
        return batch;
    }
}
