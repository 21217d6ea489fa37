using Spectre.Console;
using Spectre.Console.Rendering;

namespace OkrGrains.Cli.Output;

/// <summary>The output of a command: results go to standard output, faults and progress to standard error.</summary>
/// <remarks>
/// Everything that is printed goes through here, where a control character in a text gets a visible form: titles, notes, reasons and names
/// are written by others, and by older programs that refused nothing.
/// </remarks>
internal sealed class Terminal
{
    /// <summary>The width of redirected output. It is so large that no line is wrapped that another program may read.</summary>
    private const int PlainWidth = 10_000;

    private Terminal(TextWriter outWriter, TextWriter errorWriter, IAnsiConsole outConsole, IAnsiConsole errorConsole)
    {
        OutWriter = new ShownWriter(outWriter);
        ErrorWriter = new ShownWriter(errorWriter);
        Out = outConsole;
        Error = errorConsole;
    }

    public TextWriter OutWriter { get; }

    public TextWriter ErrorWriter { get; }

    public IAnsiConsole Out { get; }

    public IAnsiConsole Error { get; }

    /// <summary>True when standard output is a terminal that can be redrawn.</summary>
    public bool OutIsLive => Out.Profile.Capabilities.Ansi;

    /// <summary>True when standard error is a terminal that can be redrawn.</summary>
    public bool ErrorIsLive => Error.Profile.Capabilities.Ansi;

    /// <summary>What the person at the terminal types; null when nobody can be asked.</summary>
    public TextReader? In { get; init; }

    /// <summary>The clock that measures pauses and rates.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Writes a table at its full width: a narrower terminal breaks its lines, but no column is left out.</summary>
    public void WriteUncut(IRenderable table)
    {
        Out.Profile.Width = PlainWidth;
        Out.Write(table);
    }

    public static Terminal OfProcess() => new(
        Console.Out,
        Console.Error,
        Open(Console.Out, Console.IsOutputRedirected),
        Open(Console.Error, Console.IsErrorRedirected))
    {
        In = Console.IsInputRedirected || Console.IsErrorRedirected ? null : Console.In,
    };

    /// <summary>Creates an output without colours and control codes, as for a redirected stream.</summary>
    public static Terminal Plain(TextWriter outWriter, TextWriter errorWriter, TimeProvider? time = null, TextReader? input = null) =>
        new(outWriter, errorWriter, Open(outWriter, redirected: true), Open(errorWriter, redirected: true))
        {
            Time = time ?? TimeProvider.System,
            In = input,
        };

    /// <summary>Writes one line of the result to standard output. A line break in it is shown like a control character.</summary>
    public void Line(string text) => OutWriter.WriteLine(Shown.Line(text));

    /// <summary>
    /// Writes JSON to standard output. A control character can stand only in its strings, where the visible form is the escape that JSON has
    /// for it.
    /// </summary>
    public void Json(string text) => OutWriter.WriteLine(text);

    /// <summary>Writes a document to standard output whose own escapes stand for control characters, and which has line breaks.</summary>
    public void Document(string text) => OutWriter.WriteLine(text.TrimEnd('\n'));

    /// <summary>Writes a line about the progress of the command to standard error.</summary>
    public void Progress(string text) => ErrorWriter.WriteLine(Shown.Line(text));

    /// <summary>Writes a line about a fault to standard error.</summary>
    public void Fail(string text) => Error.MarkupLineInterpolated($"[red]{Shown.Line(text)}[/]");

    private static IAnsiConsole Open(TextWriter writer, bool redirected)
    {
        var settings = new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) };
        if (!redirected)
        {
            var live = AnsiConsole.Create(settings);
            live.Pipeline.Attach(new ShownSegments());
            if (Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 })
            {
                live.Pipeline.Attach(new PlainSegments());
            }

            return live;
        }

        settings.Out = new AnsiConsoleOutput(new ShownWriter(writer));
        settings.Ansi = AnsiSupport.No;
        settings.ColorSystem = ColorSystemSupport.NoColors;
        settings.Interactive = InteractionSupport.No;
        var console = AnsiConsole.Create(settings);
        console.Profile.Width = PlainWidth;
        return console;
    }
}
