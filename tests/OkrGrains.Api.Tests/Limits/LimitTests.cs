using System.IO.Compression;
using Grpc.Core;
using Microsoft.Extensions.Options;
using OkrGrains.Api.Errors;
using OkrGrains.Api.Limits;
using OkrGrains.Api.Streaming;

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
    public async Task Streams_wait_in_line_for_the_room_that_others_give_back()
    {
        var room = new ReadingRoom(Options.Create(new ApiOptions { MaxReadingsInFlight = 10 }));
        await room.TakeAsync(8, CancellationToken.None);
        var next = room.TakeAsync(4, CancellationToken.None).AsTask();

        // There is room for it, but an earlier one waits before it.
        var last = room.TakeAsync(2, CancellationToken.None).AsTask();
        Assert.False(next.IsCompleted || last.IsCompleted);

        room.GiveBack(2);
        await next;
        Assert.False(last.IsCompleted);
        room.GiveBack(2);
        await last;
        Assert.Equal(10, room.Taken);
    }

    [Fact]
    public async Task Who_gives_up_waiting_takes_nothing_and_lets_the_next_pass()
    {
        var room = new ReadingRoom(Options.Create(new ApiOptions { MaxReadingsInFlight = 10 }));
        await room.TakeAsync(8, CancellationToken.None);
        using var leave = new CancellationTokenSource();
        var first = room.TakeAsync(4, leave.Token).AsTask();
        var second = room.TakeAsync(2, CancellationToken.None).AsTask();

        await leave.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await second;
        Assert.Equal(10, room.Taken);
    }

    [Fact]
    public void Options_that_make_no_sense_are_refused()
    {
        Assert.Null(new ApiOptions().Fault());
        Assert.Equal("WindowReadings is below MaxBatchReadings", new ApiOptions { WindowReadings = 10 }.Fault());
    }
}
