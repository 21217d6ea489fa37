using System.Diagnostics;

namespace OkrGrains.Benchmarks.Peers;

/// <summary>Finds programs that may be installed on this machine.</summary>
internal static class InstalledProgram
{
    /// <summary>Returns the location of a program, on the PATH or in one of the given folders; null if it is not installed.</summary>
    public static string? Find(string name, params IEnumerable<string> folders) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Concat(folders)
        .Select(folder => Path.Combine(folder, name))
        .FirstOrDefault(File.Exists);

    /// <summary>Returns the version that a program prints.</summary>
    public static string VersionOf(string program)
    {
        using var process = Process.Start(new ProcessStartInfo(program, ["--version"]) { RedirectStandardOutput = true })!;
        var line = process.StandardOutput.ReadLine() ?? "";
        process.WaitForExit();
        return line;
    }
}
