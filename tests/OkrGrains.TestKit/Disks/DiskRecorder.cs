using System.Collections.Concurrent;
using OkrGrains.Storage.Sqlite.Connection;
using SQLitePCL;

namespace OkrGrains.TestKit.Disks;

/// <summary>Records the operations asked of the disk for one folder, in order, and makes operations fail.</summary>
internal sealed class DiskRecorder : IDisposable
{
    private static readonly ConcurrentDictionary<string, DiskRecorder> Folders = new();

    private readonly List<DiskOperation> _operations = [];
    private readonly string _folder;

    /// <param name="folder">The folder.</param>
    /// <param name="before">The operations that were asked of its disk before.</param>
    public DiskRecorder(string folder, IEnumerable<DiskOperation>? before = null)
    {
        _operations.AddRange(before ?? []);
        _folder = folder;
        Folders[folder] = this;
        RecordingFileSystem.Install();
    }

    /// <summary>Returns the engine's error code with which an operation on a file fails; 0 to let it succeed.</summary>
    public Func<DiskOperationKind, string, int>? Fault { get; set; }

    public IReadOnlyList<DiskOperation> Operations
    {
        get
        {
            lock (_operations)
            {
                return [.. _operations];
            }
        }
    }

    public static DiskRecorder? Of(string path) => Folders.GetValueOrDefault(Path.GetDirectoryName(path) ?? string.Empty);

    public void Add(DiskOperation operation)
    {
        lock (_operations)
        {
            _operations.Add(operation);
        }
    }

    public int FaultOf(DiskOperationKind kind, string file) => Fault?.Invoke(kind, file) ?? raw.SQLITE_OK;

    public WatermarkFile OpenWatermark(string path)
    {
        if (!File.Exists(path))
        {
            Add(new DiskOperation(DiskOperationKind.Create, Path.GetFileName(path)));
        }

        return new RecordedWatermark(path, this);
    }

    public void Dispose() => Folders.TryRemove(_folder, out _);

    private sealed class RecordedWatermark(string path, DiskRecorder recorder) : WatermarkFile(path)
    {
        private readonly string _name = Path.GetFileName(path);

        public override void Write(ReadOnlySpan<byte> bytes, long offset)
        {
            Fail(DiskOperationKind.Write);
            base.Write(bytes, offset);
            recorder.Add(new DiskOperation(DiskOperationKind.Write, _name, offset, bytes.ToArray()));
        }

        public override void Flush()
        {
            Fail(DiskOperationKind.Sync);
            base.Flush();
            recorder.Add(new DiskOperation(DiskOperationKind.Sync, _name));
        }

        private void Fail(DiskOperationKind kind)
        {
            if (recorder.FaultOf(kind, _name) != raw.SQLITE_OK)
            {
                throw new IOException("Input/output error");
            }
        }
    }
}
