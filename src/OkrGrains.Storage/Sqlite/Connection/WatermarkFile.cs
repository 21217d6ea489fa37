using Microsoft.Win32.SafeHandles;

namespace OkrGrains.Storage.Sqlite.Connection;

/// <summary>
/// Reads and writes the file of the ack watermark. It can be derived from, for tests that record what reaches the disk or make it fail.
/// </summary>
internal class WatermarkFile : IDisposable
{
    private readonly SafeFileHandle _handle;

    private WatermarkFile(SafeFileHandle handle) => _handle = handle;

    protected WatermarkFile(string path)
        : this(File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read))
    {
    }

    public static WatermarkFile Open(string path) => new(path);

    public static WatermarkFile OpenForReading(string path) =>
        new(File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));

    public int Read(Span<byte> bytes) => RandomAccess.Read(_handle, bytes, 0);

    public virtual void Write(ReadOnlySpan<byte> bytes, long offset) => RandomAccess.Write(_handle, bytes, offset);

    public virtual void Flush() => RandomAccess.FlushToDisk(_handle);

    public void Dispose()
    {
        _handle.Dispose();
        GC.SuppressFinalize(this);
    }
}
