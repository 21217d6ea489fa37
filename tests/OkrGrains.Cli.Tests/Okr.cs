using OkrGrains.Cli.Output;

namespace OkrGrains.Cli.Tests;

/// <summary>Runs the program in this process, as if its output were piped.</summary>
internal sealed record Okr(int ExitCode, string Out, string Error)
{
    public string[] OutLines => Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public string[] ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public static Task<Okr> RunAsync(params string[] args) => RunAsync(width: null, args);

    /// <summary>Runs the program as on a terminal of a width that can draw no colours and be redrawn by no program.</summary>
    public static async Task<Okr> RunAsync(int? width, params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var terminal = Terminal.Plain(TextWriter.Synchronized(output), TextWriter.Synchronized(error));
        terminal.Out.Profile.Width = width ?? terminal.Out.Profile.Width;
        return new(await OkrProgram.RunAsync(args, terminal), output.ToString(), error.ToString());
    }

    /// <summary>Runs the program at a given time.</summary>
    public static async Task<Okr> RunAtAsync(TimeProvider time, params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var exitCode = await OkrProgram.RunAsync(args, Terminal.Plain(output, error, time));
        return new(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>Runs the program with a person at the terminal who types some lines.</summary>
    public static async Task<Okr> RunTypingAsync(string typed, params string[] args)
    {
        using var input = new StringReader(typed);
        return await RunTypingAsync(input, args);
    }

    /// <summary>Runs the program with a person at the terminal.</summary>
    public static async Task<Okr> RunTypingAsync(TextReader input, params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var exitCode = await OkrProgram.RunAsync(args, Terminal.Plain(output, error, input: input));
        return new(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>Runs the program into given writers, until it is cancelled.</summary>
    public static Task<int> RunAsync(TextWriter output, TextWriter error, CancellationToken cancellation, params string[] args) =>
        OkrProgram.RunAsync(args, Terminal.Plain(output, error), cancellation);

    /// <summary>A file that comes with the tests.</summary>
    public static string File(params string[] path) => Path.Combine([AppContext.BaseDirectory, .. path]);
}
