using System.IO.Compression;
using Grpc.Core;
using OkrGrains.Api.Calls;
using OkrGrains.Api.Errors;
using OkrGrains.Api.Limits;
using OkrGrains.Api.Streaming;

namespace OkrGrains.Api.Tests.Limits;

public sealed class LimitTests
{
    private static readonly Caller _one = new("one", null);
    private static readonly Caller _other = new("other", null);

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
        var slots = new Slots(1, null, "things");
        var slot = slots.Take(_one);
        Assert.Equal("1 things are open already.", Assert.Throws<ApiFault>(() => slots.Take(_other)).Message);

        slot.Dispose();
        slot.Dispose();

        using var again = slots.Take(_other);
        Assert.Equal(1, slots.Taken);
    }

    [Fact]
    public void A_caller_with_all_the_slots_that_one_may_have_is_refused_and_others_are_not()
    {
        var slots = new Slots(3, 1, "things");
        var slot = slots.Take(_one);
        Assert.Equal("1 things of the same caller are open already.", Assert.Throws<ApiFault>(() => slots.Take(_one)).Message);
        using var other = slots.Take(_other);

        slot.Dispose();

        using var again = slots.Take(_one);
        Assert.Equal(2, slots.Taken);
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
        Assert.Equal("MaxWatchesPerCaller is below 1", new ApiOptions { MaxWatchesPerCaller = 0 }.Fault());
        Assert.Equal(
            "MaxReadingsInFlightPerCaller is below WindowReadings",
            new ApiOptions { WindowReadings = 10_000, MaxReadingsInFlightPerCaller = 9_999 }.Fault());
        Assert.Equal(
            "MaxReadingsInFlight is below MaxWrittenReadings",
            new ApiOptions { WindowReadings = 8_192, MaxReadingsInFlight = 9_999 }.Fault());
        Assert.Equal(
            "MaxReadingsInFlightPerCaller is below MaxWrittenReadings",
            new ApiOptions { WindowReadings = 8_192, MaxReadingsInFlightPerCaller = 9_999 }.Fault());
    }
}
