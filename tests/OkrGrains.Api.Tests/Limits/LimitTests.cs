using System.IO.Compression;
using Grpc.Core;
using OkrGrains.Api.Errors;
using OkrGrains.Api.Limits;
using OkrGrains.Api.Readings;

namespace OkrGrains.Api.Tests.Limits;

public sealed class LimitTests
{
    [Fact]
    public void Inflating_ends_at_the_cap()
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(new byte[1_000_001]);
        }

        packed.Position = 0;
        using var stream = new CappedGzip(1_000_000).CreateDecompressionStream(packed);

        var fault = Fault.Of(Assert.Throws<RpcException>(() => stream.CopyTo(Stream.Null)));

        Assert.Equal(new Fault(StatusCode.ResourceExhausted, "TOO_LARGE"), fault);
    }

    [Fact]
    public void Slots_are_refused_while_all_are_taken_and_given_back_once()
    {
        var slots = new Slots(1, "things");
        var slot = slots.Take();
        Assert.Throws<ApiFault>(slots.Take);

        slot.Dispose();
        slot.Dispose();

        using var again = slots.Take();
        Assert.Equal(1, slots.Taken);
    }

    [Fact]
    public async Task A_full_window_lets_the_next_batch_in_once_there_is_room_for_all_of_it()
    {
        var window = new ReadingWindow(10, new InFlight());
        await window.TakeAsync(8, CancellationToken.None);
        var next = window.TakeAsync(4, CancellationToken.None);
        window.GiveBack(1);
        Assert.False(next.IsCompleted);

        window.GiveBack(1);

        await next;
    }

    [Fact]
    public void Options_that_make_no_sense_are_refused()
    {
        Assert.Null(new ApiOptions().Fault());
        Assert.Equal("WindowReadings is below MaxBatchReadings", new ApiOptions { WindowReadings = 10 }.Fault());
    }
}
