using System.Net;
using Microsoft.AspNetCore.Connections;
using OkrGrains.Host.Silo;

namespace OkrGrains.Api.Tests.Servers;

public sealed class NoTransportTests
{
    private static readonly IPEndPoint _address = new(IPAddress.Loopback, 1);

    [Fact]
    public async Task It_accepts_nobody_and_ends_once_it_is_unbound()
    {
        await using var listener = await new NoTransport().BindAsync(_address);
        var accepting = listener.AcceptAsync().AsTask();
        Assert.False(accepting.IsCompleted);

        await listener.UnbindAsync();

        Assert.Null(await accepting);
        Assert.Null(await listener.AcceptAsync());
    }

    [Fact]
    public async Task It_connects_to_nobody() =>
        await Assert.ThrowsAsync<ConnectionAbortedException>(async () => await new NoTransport().ConnectAsync(_address));
}
