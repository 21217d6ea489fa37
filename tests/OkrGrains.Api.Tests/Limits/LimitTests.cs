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
    public void Calls_beyond_the_limit_are_refused_until_one_has_ended()
    {
        var calls = new Quota(new(1, 1, 1), "things");
        var first = calls.Take(_one);
        Assert.Equal("At most 1 things are served at a time.", Assert.Throws<ApiFault>(() => calls.Take(_other)).Message);

        first.Dispose();
        first.Dispose();

        using var again = calls.Take(_other);
        Assert.Equal(1, calls.Total);
    }

    [Fact]
    public void A_caller_with_all_that_one_may_have_is_refused_and_others_are_not()
    {
        var calls = new Quota(new(3, 1, 3), "things");
        var first = calls.Take(_one);
        Assert.Equal("At most 1 things of the same caller are served at a time.", Assert.Throws<ApiFault>(() => calls.Take(_one)).Message);
        using var other = calls.Take(_other);

        first.Dispose();

        using var again = calls.Take(_one);
        Assert.Equal(2, calls.Total);
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
        Assert.Equal("MaxSnapshotsAtATimePerWorkspace is below 1", new ApiOptions { MaxSnapshotsAtATimePerWorkspace = 0 }.Fault());
        Assert.Equal("MaxPlanBytesTogether is below MaxPlanBytes", new ApiOptions { MaxPlanBytesTogether = 1 }.Fault());
        Assert.Equal("MaxWatchedGoalsPerCaller is below MaxWatchedGoals", new ApiOptions { MaxWatchedGoalsPerCaller = 1 }.Fault());
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
