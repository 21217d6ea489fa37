using System.Threading.Channels;

namespace OkrGrains.Client.Readings;

/// <summary>
/// Releases one waiter. A signal that is set before the wait is kept, and one that is set twice releases one waiter once.
/// </summary>
internal sealed class Signal
{
    private readonly Channel<byte> _channel = Channel.CreateBounded<byte>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Set() => _channel.Writer.TryWrite(0);

    public async ValueTask WaitAsync(CancellationToken cancellation) => await _channel.Reader.ReadAsync(cancellation);
}
