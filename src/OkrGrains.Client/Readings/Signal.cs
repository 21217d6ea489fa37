using System.Threading.Channels;

namespace OkrGrains.Client.Readings;

/// <summary>Wakes one waiter; set before the wait, it is not lost, and set twice, it wakes once.</summary>
internal sealed class Signal
{
    private readonly Channel<byte> _channel = Channel.CreateBounded<byte>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Set() => _channel.Writer.TryWrite(0);

    public async ValueTask WaitAsync(CancellationToken cancellation) => await _channel.Reader.ReadAsync(cancellation);
}
