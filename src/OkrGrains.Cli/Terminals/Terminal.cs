using Spectre.Console;
using Spectre.Console.Rendering;

namespace OkrGrains.Cli.Terminals;

/// <summary>Where a command writes: results on standard output, faults and progress on standard error.</summary>
internal sealed class Terminal
{
    /// <summary>Nothing is wrapped that somebody may want to read with another program.</summary>
    private const int PlainWidth = 10_000;

    private Terminal(TextWriter outWriter, TextWriter errorWriter, IAnsiConsole outConsole, IAnsiConsole errorConsole)
    {
        OutWriter = outWriter;
        ErrorWriter = errorWriter;
        Out = outConsole;
        Error = errorConsole;
    }

    public TextWriter OutWriter { get; }

    public TextWriter ErrorWriter { get; }

    public IAnsiConsole Out { get; }

    public IAnsiConsole Error { get; }

    /// <summary>Whether standard output can be redrawn.</summary>
    public bool OutIsLive => Out.Profile.Capabilities.Ansi;

    /// <summary>Whether standard error can be redrawn.</summary>
    public bool ErrorIsLive => Error.Profile.Capabilities.Ansi;

    /// <summary>The clock of pauses and rates.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Writes a table as wide as it is: a terminal that is narrower breaks its lines, and no column is left out.</summary>
    public void WriteUncut(IRenderable table)
    {
        Out.Profile.Width = PlainWidth;
        Out.Write(table);
    }

    public static Terminal OfProcess() => new(
        Console.Out,
        Console.Error,
        Open(Console.Out, Console.IsOutputRedirected),
        Open(Console.Error, Console.IsErrorRedirected));

    /// <summary>A terminal that is no terminal: no colours, no control codes.</summary>
    public static Terminal Plain(TextWriter outWriter, TextWriter errorWriter) =>
        new(outWriter, errorWriter, Open(outWriter, redirected: true), Open(errorWriter, redirected: true));

    /// <summary>Writes a line as it is.</summary>
    public void Line(string text) => OutWriter.WriteLine(text);

    /// <summary>Writes a line about the way to the result.</summary>
    public void Note(string text) => ErrorWriter.WriteLine(text);

    /// <summary>Writes a fault.</summary>
    public void Fail(string text) => Error.MarkupLineInterpolated($"[red]{text}[/]");

    private static IAnsiConsole Open(TextWriter writer, bool redirected)
    {
        var settings = new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) };
        if (!redirected)
        {
            return AnsiConsole.Create(settings);
        }

        settings.Ansi = AnsiSupport.No;
        settings.ColorSystem = ColorSystemSupport.NoColors;
        settings.Interactive = InteractionSupport.No;
        var console = AnsiConsole.Create(settings);
        console.Profile.Width = PlainWidth;
        return console;
    }
}
