using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace OkrGrains.Storage.Sqlite.Connection;

/// <summary>
/// The facts that must be known of a file before it is trusted, or opened and waited for: where it leads, and how many names it has.
/// </summary>
/// <param name="IsLink">True for a symbolic link.</param>
/// <param name="IsRegular">True for a regular file, which is no folder, pipe or device.</param>
/// <param name="Names">The number of names (hard links) that the file has; 1 where the system does not tell.</param>
public readonly record struct FileFacts(bool IsLink, bool IsRegular, long Names)
{
    private const int AtCurrentFolder = -100;
    private const int NoFollow = 0x100;
    private const int Follow = 0;
    private const uint BasicFacts = 0x7ff;
    private const int TypeMask = 0xf000;
    private const int RegularType = 0x8000;
    private const int LinkType = 0xa000;

    /// <summary>Returns the facts of a path, without following a symbolic link at its end; null if there is nothing.</summary>
    public static FileFacts? Of(string path)
    {
        if (OperatingSystem.IsLinux() && Ask(path, NoFollow) is { } facts)
        {
            return facts;
        }

        var file = new FileInfo(path);
        var attributes = file.LinkTarget is null && !file.Exists && !Directory.Exists(path) ? (FileAttributes?)null : file.Attributes;
        return attributes is not { } known ? null : new FileFacts(
            file.LinkTarget is not null, (known & (FileAttributes.Directory | FileAttributes.Device)) == 0, 1);
    }

    /// <summary>Returns the facts of what a path leads to, over symbolic links; null if there is nothing.</summary>
    public static FileFacts? OfTarget(string path)
    {
        if (OperatingSystem.IsLinux() && Ask(path, Follow) is { } facts)
        {
            return facts;
        }

        var isThere = File.Exists(path) || Directory.Exists(path);
        return isThere ? Of(new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path) : null;
    }

    /// <summary>Asks the system, as .NET does not tell the number of names; null if it cannot be asked or finds nothing.</summary>
    private static FileFacts? Ask(string path, int flags)
    {
        // The layout of struct statx is the same on all architectures of Linux, unlike that of struct stat.
        var answer = new byte[256];
        try
        {
            if (StatX(AtCurrentFolder, path, flags, BasicFacts, answer) != 0)
            {
                return null;
            }
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }

        var type = BinaryPrimitives.ReadUInt16LittleEndian(answer.AsSpan(28)) & TypeMask;
        return new FileFacts(type == LinkType, type == RegularType, BinaryPrimitives.ReadUInt32LittleEndian(answer.AsSpan(16)));
    }

    [DllImport("libc", EntryPoint = "statx", BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int StatX(
        int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint wanted, [Out] byte[] answer);
}
