using System.IO.Pipelines;
using Grpc.Core;
using OkrGrains.Api.Limits;

namespace OkrGrains.Api.Tests.Limits;

public sealed class TimedBodyTests : IDisposable
{
    private static readonly TimeSpan _message = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _idle = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan _instant = TimeSpan.FromTicks(1);
    private static readonly Fault _tooSlow = new(StatusCode.ResourceExhausted, "TOO_SLOW");
    private static readonly Fault _streamIdle = new(StatusCode.Unavailable, "STREAM_IDLE");

    private readonly StepTime _time = new();

    // Inline schedulers: written bytes are read at once, on the thread of the writer.
    private readonly Pipe _pipe = new(new PipeOptions(
        readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, useSynchronizationContext: false));
    private readonly TimedBody _body;

    public TimedBodyTests() => _body = new TimedBody(_pipe.Reader, _message, _idle, _time);

    public void Dispose() => _body.Dispose();

    [Fact]
    public async Task A_message_that_has_begun_is_cut_off_when_its_time_is_over()
    {
        await SendAsync(1);
        await LeaveUnfinishedAsync();
        var next = _body.ReadAsync().AsTask();

        _time.Advance(_message - _instant);
        Assert.False(next.IsCompleted);
        _time.Advance(_instant);

        Assert.True(next.IsCompleted);
        Assert.Equal(_tooSlow, await Fault.OfAsync(() => next));
    }

    [Fact]
    public async Task A_byte_now_and_then_gives_a_message_no_more_time()
    {
        await SendAsync(1);
        for (var second = 0; second < 29; second++)
        {
            await LeaveUnfinishedAsync();
            var read = _body.ReadAsync().AsTask();
            _time.Advance(TimeSpan.FromSeconds(1));
            await SendAsync(1);
            var result = await read;
            _body.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }

        var last = _body.ReadAsync().AsTask();
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.True(last.IsCompleted);
        Assert.Equal(_tooSlow, await Fault.OfAsync(() => last));
    }

    [Fact]
    public async Task A_stream_without_messages_is_closed_when_it_was_idle_for_long_enough()
    {
        await SendAsync(1);
        await LeaveUnfinishedAsync();
        await SendAsync(1);
        _body.AdvanceTo((await _body.ReadAsync()).Buffer.End);
        var next = _body.ReadAsync().AsTask();

        _time.Advance(_idle - _instant);
        Assert.False(next.IsCompleted);
        _time.Advance(_instant);

        Assert.True(next.IsCompleted);
        Assert.Equal(_streamIdle, await Fault.OfAsync(() => next));
    }

    [Fact]
    public async Task A_complete_message_gives_the_next_one_all_of_its_time()
    {
        await SendAsync(1);
        await LeaveUnfinishedAsync();
        var rest = _body.ReadAsync().AsTask();
        _time.Advance(_message - _instant);
        await SendAsync(2);
        var message = await rest;
        _body.AdvanceTo(message.Buffer.GetPosition(2));
        await LeaveUnfinishedAsync();
        var next = _body.ReadAsync().AsTask();

        _time.Advance(_message - _instant);

        Assert.False(next.IsCompleted);
    }

    [Fact]
    public async Task The_time_in_which_the_server_does_not_read_does_not_count()
    {
        await SendAsync(1);
        await LeaveUnfinishedAsync();
        _time.Advance(_idle + _message);
        var next = _body.ReadAsync().AsTask();
        _time.Advance(_message - _instant);

        await SendAsync(1);

        Assert.Equal(2, (await next).Buffer.Length);
    }

    private async Task SendAsync(int bytes) => await _pipe.Writer.WriteAsync(new byte[bytes]);

    /// <summary>Examines everything and consumes nothing, as the gRPC server does with an incomplete message.</summary>
    private async Task LeaveUnfinishedAsync()
    {
        if (_pipe.Reader.TryRead(out var there))
        {
            _pipe.Reader.AdvanceTo(there.Buffer.Start);
            var read = await _body.ReadAsync();
            _body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
