using System.Diagnostics;

namespace OkrGrains.Benchmarks.Peers;

/// <summary>Looks for programs that this machine may have.</summary>
internal static class InstalledProgram
{
    /// <summary>The path of a program on the path or in one of some folders; null if it is not installed.</summary>
    public static string? Find(string name, params IEnumerable<string> folders) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Concat(folders)
        .Select(folder => Path.Combine(folder, name))
        .FirstOrDefault(File.Exists);

    /// <summary>What a program says of itself.</summary>
    public static string VersionOf(string program)
    {
        using var process = Process.Start(new ProcessStartInfo(program, ["--version"]) { RedirectStandardOutput = true })!;
        var line = process.StandardOutput.ReadLine() ?? "";
        process.WaitForExit();
        return line;
    }
}
