using OkrGrains.Cli.Readings;

namespace OkrGrains.Cli.Files;

/// <summary>
/// A pipe or standard input, of which a read may wait for ever. A cancelled read ends at once, and whatever comes for it later is dropped.
/// </summary>
internal sealed class AwaitedStream(Stream source) : ForwardStream
{
    // A read that was given up goes on in the background, so it does not write into the memory of the caller.
    private readonly byte[] _bytes = new byte[64 * 1024];

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var most = Math.Min(buffer.Length, _bytes.Length);
        var read = await Task.Run(() => source.Read(_bytes, 0, most), cancellationToken).WaitAsync(cancellationToken);
        _bytes.AsMemory(0, read).CopyTo(buffer);
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            source.Dispose();
        }

        base.Dispose(disposing);
    }
}
