using System.Diagnostics;

namespace OkrGrains.Benchmarks.Peers;

/// <summary>The user for servers that refuse to run as root.</summary>
internal sealed class Account
{
    private const string PasswordFile = "/etc/passwd";
    private readonly string? _user;

    private Account(string? user) => _user = user;

    /// <summary>Returns the user of this program; if that is root, the first of the given users that exists.</summary>
    public static Account Unprivileged(params IReadOnlyList<string> users) => new(
        Environment.IsPrivilegedProcess
            ? users.First(user => File.ReadLines(PasswordFile).Any(line => line.StartsWith($"{user}:", StringComparison.Ordinal)))
            : null);

    /// <summary>Creates a folder that belongs to the user, and lets the user pass through the folder around it.</summary>
    public async Task<string> FolderAsync(string within, string name)
    {
        var folder = Directory.CreateDirectory(Path.Combine(within, name)).FullName;
        if (_user is not null && OperatingSystem.IsLinux())
        {
            File.SetUnixFileMode(within, File.GetUnixFileMode(within) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
            await RunAsync(new ProcessStartInfo("chown", [$"{_user}:", folder]));
        }

        return folder;
    }

    /// <summary>Returns the parameters to start a program as the user.</summary>
    public ProcessStartInfo Start(string program, params IEnumerable<string> arguments) => _user is null
        ? new(program, arguments)
        : new("setpriv", ["--reuid", _user, "--regid", _user, "--clear-groups", program, .. arguments]);

    /// <summary>Runs a program to its end and discards its output.</summary>
    public static async Task RunAsync(ProcessStartInfo start)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{start.FileName} failed: {await output}{await errors}");
        }
    }
}
