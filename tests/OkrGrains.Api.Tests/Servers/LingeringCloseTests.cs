using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Time.Testing;
using OkrGrains.Host;

namespace OkrGrains.Api.Tests.Servers;

public sealed class LingeringCloseTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly Pipe _input = new();
    private readonly Pipe _output = new();

    [Fact]
    public async Task A_connection_that_is_done_with_stays_open_until_its_peer_has_closed_it()
    {
        var served = ServeAsync();

        // A flush completes when what was written has been read, since the pipe takes no more than that.
        await _input.Writer.WriteAsync(new byte[100_000]);
        Assert.False(served.IsCompleted);
        await _input.Writer.CompleteAsync();

        await served;
    }

    [Fact]
    public async Task A_peer_that_does_not_close_its_connection_is_waited_for_a_second()
    {
        var served = ServeAsync();
        _time.Advance(LingeringClose.Limit - TimeSpan.FromTicks(1));
        Assert.False(served.IsCompleted);

        _time.Advance(TimeSpan.FromTicks(1));

        await served;
    }

    [Fact]
    public async Task A_connection_that_is_reset_is_not_waited_for()
    {
        var served = ServeAsync();

        await _input.Writer.CompleteAsync(new ConnectionResetException("reset"));

        await served;
    }

    [Fact]
    public async Task A_connection_whose_service_fails_is_not_waited_for() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => ServeAsync(new InvalidOperationException()));

    private Task ServeAsync(Exception? failure = null)
    {
        var connection = new DefaultConnectionContext("c", new Sides(_input.Reader, _output.Writer), new Sides(_output.Reader, _input.Writer));
        return new LingeringClose(Serve, _time).ServeAsync(connection);

        async Task Serve(ConnectionContext served)
        {
            await served.Transport.Input.CompleteAsync();
            if (failure is not null)
            {
                throw failure;
            }
        }
    }

    private sealed record Sides(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
