using System.IO.Pipelines;
using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;
using OkrGrains.Api.Calls;
using OkrGrains.Api.Limits;

namespace OkrGrains.Api.Tests.Limits;

public sealed class PatientBodyTests
{
    private const int Buffer = 1_000;
    private const int MaxUnread = 5_000;
    private const int EnhanceYourCalm = 0xb;

    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan _instant = TimeSpan.FromTicks(1);
    private static readonly Fault _overloaded = new(StatusCode.ResourceExhausted, "OVERLOADED");

    private readonly StepTime _time = new();
    private readonly Caller _caller = new("one", null);
    private readonly Quota _unread = new(new(MaxUnread, MaxUnread, MaxUnread), "unread bytes");

    [Fact]
    public async Task An_answer_that_nobody_reads_is_let_go_of_when_its_time_is_over()
    {
        var call = new Call(this);
        var write = call.WriteAsync(Buffer);
        var completed = call.Body.CompletedAsync();

        _time.Advance(_limit - _instant);
        Assert.False(write.IsCompleted || completed.IsCompleted);
        _time.Advance(_instant);

        Assert.Equal(_overloaded, await Fault.OfAsync(() => write));
        await completed;
        Assert.Equal([EnhanceYourCalm], call.Resets);
    }

    [Fact]
    public async Task An_answer_that_is_read_in_time_goes_out_and_the_next_has_all_of_its_time()
    {
        var call = new Call(this);
        var write = call.WriteAsync(Buffer);
        _time.Advance(_limit - _instant);
        await call.ReadAsync();
        await write;
        var next = call.WriteAsync(Buffer);
        _time.Advance(_limit - _instant);

        Assert.False(next.IsCompleted);
        await call.ReadAsync();
        await next;
        Assert.Empty(call.Resets);
    }

    [Fact]
    public async Task An_answer_that_would_wait_beside_too_many_is_let_go_of_at_once()
    {
        var first = new Call(this);
        var waiting = first.WriteAsync(MaxUnread);
        var second = new Call(this);

        Assert.Equal(_overloaded, await Fault.OfAsync(() => second.WriteAsync(Buffer)));
        Assert.Equal([EnhanceYourCalm], second.Resets);

        await first.ReadAsync();
        await waiting;
        var third = new Call(this);
        var room = third.WriteAsync(MaxUnread);
        Assert.False(room.IsCompleted);
        await third.ReadAsync();
        await room;
    }

    [Fact]
    public async Task An_answer_that_is_left_to_be_sent_after_the_call_has_the_same_limit()
    {
        const int large = 100_000;
        var unread = new Quota(new(large, large, large), "unread bytes");
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: Buffer, resumeWriterThreshold: 1));
        var body = new PatientBody(pipe.Writer, null, _limit, unread, () => _caller, _time);
        body.GetMemory(large);
        body.Advance(large);
        var completed = body.CompletedAsync();
        Assert.False(completed.IsCompleted);

        _time.Advance(_limit);

        await completed;
    }

    [Fact]
    public async Task What_does_not_wait_is_not_counted()
    {
        var call = new Call(this);
        for (var written = 0; written < 3 * MaxUnread; written += Buffer / 2)
        {
            await call.WriteAsync(Buffer / 2);
            await call.ReadAsync();
        }

        Assert.Empty(call.Resets);
    }

    /// <summary>A response through a buffer that is full with a given number of bytes, until the peer reads.</summary>
    private sealed class Call : IHttpResetFeature
    {
        private readonly Pipe _pipe = new(new PipeOptions(
            pauseWriterThreshold: Buffer, resumeWriterThreshold: 1, readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline));

        public Call(PatientBodyTests test) =>
            Body = new PatientBody(_pipe.Writer, this, _limit, test._unread, () => test._caller, test._time);

        public PatientBody Body { get; }

        public List<int> Resets { get; } = [];

        public void Reset(int errorCode) => Resets.Add(errorCode);

        public async Task WriteAsync(int bytes) => await Body.WriteAsync(new byte[bytes]);

        public async Task ReadAsync() => _pipe.Reader.AdvanceTo((await _pipe.Reader.ReadAsync()).Buffer.End);
    }
}
