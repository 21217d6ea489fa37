using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SQLitePCL;
using unsafe Open = delegate* unmanaged[Cdecl]<void*, byte*, void**, int, int*, int>;
using unsafe Delete = delegate* unmanaged[Cdecl]<void*, byte*, int, int>;
using unsafe Write = delegate* unmanaged[Cdecl]<void**, void*, int, long, int>;
using unsafe Truncate = delegate* unmanaged[Cdecl]<void**, long, int>;
using unsafe Sync = delegate* unmanaged[Cdecl]<void**, int, int>;
using unsafe Close = delegate* unmanaged[Cdecl]<void**, int>;

namespace OkrGrains.TestKit.Disks;

/// <summary>
/// A file system for the storage engine. It is the engine's usual one, except that the methods that change files are recorded if a folder
/// has a recorder. The engine's structures are used as they lie in memory: one table of methods for each file, and one for the file system.
/// </summary>
internal static unsafe class RecordingFileSystem
{
    // The layout of sqlite3_vfs: three ints and padding, then pointers: next, name, data of the application, open, delete, …
    private const int FileSystemBytes = 168;
    private const int NameSlot = 3;
    private const int OpenSlot = 5;
    private const int DeleteSlot = 6;

    // The layout of sqlite3_io_methods: the version, then close, read, write, truncate, sync, …
    private const int MethodsBytes = 152;
    private const int CloseSlot = 1;
    private const int WriteSlot = 3;
    private const int TruncateSlot = 4;
    private const int SyncSlot = 5;

    private const int OpensLog = 0x80000;
    private const int OpensJournal = 0x800;

    private static readonly Lazy<nint> Usual = new(Register);
    private static readonly ConcurrentDictionary<nint, nint> Recorded = new();
    private static readonly ConcurrentDictionary<nint, OpenFile> Files = new();

    /// <summary>Makes this the file system of every connection that is opened from now on.</summary>
    public static void Install() => _ = Usual.Value;

    private static nint Register()
    {
        Batteries_V2.Init();
        var usual = sqlite3_vfs_find(null);
        var recording = (void**)NativeMemory.AllocZeroed(FileSystemBytes);
        NativeMemory.Copy(usual, recording, FileSystemBytes);
        recording[NameSlot] = (void*)Marshal.StringToCoTaskMemUTF8("recording");
        recording[OpenSlot] = (Open)(&OnOpen);
        recording[DeleteSlot] = (Delete)(&OnDelete);
        return sqlite3_vfs_register(recording, 1) == raw.SQLITE_OK
            ? (nint)usual
            : throw new InvalidOperationException("The storage engine takes no other file system.");
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnOpen(void* fileSystem, byte* name, void** file, int flags, int* outFlags)
    {
        var usual = (void**)Usual.Value;
        var path = Marshal.PtrToStringUTF8((nint)name);
        var recorder = path is null ? null : DiskRecorder.Of(path);
        var isNew = recorder is not null && !File.Exists(path);
        var code = ((Open)usual[OpenSlot])(usual, name, file, flags, outFlags);
        if (code != raw.SQLITE_OK || recorder is null || file[0] is null)
        {
            return code;
        }

        var opened = new OpenFile(recorder, Path.GetFileName(path!), (nint)file[0], (flags & (OpensLog | OpensJournal)) != 0);
        if (isNew)
        {
            recorder.Add(new DiskOperation(DiskOperationKind.Create, opened.Name));
        }

        Files[(nint)file] = opened;
        file[0] = (void*)Recorded.GetOrAdd(opened.Methods, RecordedMethods);
        return code;
    }

    private static nint RecordedMethods(nint usual)
    {
        var methods = (void**)NativeMemory.AllocZeroed(MethodsBytes);
        NativeMemory.Copy((void*)usual, methods, MethodsBytes);
        methods[CloseSlot] = (Close)(&OnClose);
        methods[WriteSlot] = (Write)(&OnWrite);
        methods[TruncateSlot] = (Truncate)(&OnTruncate);
        methods[SyncSlot] = (Sync)(&OnSync);
        return (nint)methods;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnDelete(void* fileSystem, byte* name, int syncFolder)
    {
        var usual = (void**)Usual.Value;
        var code = ((Delete)usual[DeleteSlot])(usual, name, syncFolder);
        var path = Marshal.PtrToStringUTF8((nint)name)!;
        if (code == raw.SQLITE_OK && DiskRecorder.Of(path) is { } recorder)
        {
            recorder.Add(new DiskOperation(DiskOperationKind.Delete, Path.GetFileName(path)));
            if (syncFolder != 0)
            {
                recorder.Add(new DiskOperation(DiskOperationKind.SyncFolder));
            }
        }

        return code;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnClose(void** file)
    {
        Files.TryRemove((nint)file, out var opened);
        return ((Close)opened!.Method(CloseSlot))(file);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnWrite(void** file, void* bytes, int count, long offset)
    {
        var opened = Files[(nint)file];
        var code = opened.Fault(DiskOperationKind.Write);
        code = code != raw.SQLITE_OK ? code : ((Write)opened.Method(WriteSlot))(file, bytes, count, offset);
        return opened.Record(code, DiskOperationKind.Write, offset, new ReadOnlySpan<byte>(bytes, count));
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnTruncate(void** file, long length)
    {
        var opened = Files[(nint)file];
        var code = opened.Fault(DiskOperationKind.Truncate);
        code = code != raw.SQLITE_OK ? code : ((Truncate)opened.Method(TruncateSlot))(file, length);
        return opened.Record(code, DiskOperationKind.Truncate, length);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnSync(void** file, int flags)
    {
        var opened = Files[(nint)file];
        var code = opened.Fault(DiskOperationKind.Sync);
        code = code != raw.SQLITE_OK ? code : ((Sync)opened.Method(SyncSlot))(file, flags);
        opened.Record(code, DiskOperationKind.Sync);
        return opened.RecordFolder(code);
    }

    [DllImport("e_sqlite3", CallingConvention = CallingConvention.Cdecl)]
    private static extern void* sqlite3_vfs_find(byte* name);

    [DllImport("e_sqlite3", CallingConvention = CallingConvention.Cdecl)]
    private static extern int sqlite3_vfs_register(void* fileSystem, int makeDefault);

    private sealed class OpenFile(DiskRecorder recorder, string name, nint methods, bool syncsFolder)
    {
        private bool _syncsFolder = syncsFolder;

        public string Name { get; } = name;

        public nint Methods { get; } = methods;

        public void* Method(int slot) => ((void**)Methods)[slot];

        public int Fault(DiskOperationKind kind) => recorder.FaultOf(kind, Name);

        public int Record(int code, DiskOperationKind kind, long number = 0, ReadOnlySpan<byte> bytes = default)
        {
            if (code == raw.SQLITE_OK)
            {
                recorder.Add(new DiskOperation(kind, Name, number, bytes.ToArray()));
            }

            return code;
        }

        /// <summary>
        /// Records a sync of the folder, which the usual file system makes together with the first sync of a log or journal.
        /// </summary>
        public int RecordFolder(int code)
        {
            if (code == raw.SQLITE_OK && _syncsFolder)
            {
                _syncsFolder = false;
                recorder.Add(new DiskOperation(DiskOperationKind.SyncFolder));
            }

            return code;
        }
    }
}
