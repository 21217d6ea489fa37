using System.CommandLine;
using System.CommandLine.Parsing;
using OkrGrains.Cli.Connections;
using OkrGrains.Cli.Files;
using OkrGrains.Cli.Output;
using OkrGrains.Cli.Readings;
using OkrGrains.Client.Readings;
using OkrGrains.Plans.Readings;

namespace OkrGrains.Cli.Commands;

/// <summary><c>okr push FILE</c>: sends the readings of a file, so that each counts once.</summary>
internal sealed class PushCommand
{
    private const string StandardInput = "-";

    private readonly Argument<string?> _file = new("FILE")
    {
        Description = "The readings as CSV, gzipped if the name ends in .gz; - for standard input.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _producer = new("--producer")
    {
        Description = "The permanent name of the push. The same file pushed again under it goes on where it stopped. "
            + "By default it follows from the full path of the file and from the workspace.",
        HelpName = "ID",
    };

    private readonly Option<bool> _again = Flag("--again", "Push under a fresh producer: every line counts, also if it did before.");
    private readonly Option<bool> _amend =
        Flag("--amend", "For a file that was edited: correct, retract and add until the server holds what the file says.");

    private readonly Option<bool> _dryRun = Flag("--dry-run", "Check every line against the server, and send nothing.");
    private readonly Option<bool> _yes = Flag("--yes", "Retract without asking.");

    private readonly Option<string?> _undo = new("--undo")
    {
        Description = "Retract everything that this producer and its successors have sent, instead of pushing a file. "
            + "A file that it sent counts again only with --amend or --again.",
        HelpName = "PRODUCER",
    };

    private readonly FormatOptions _format = new();
    private readonly ServerChoice _server = new();
    private readonly Terminal _terminal;

    private PushCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var push = new PushCommand(terminal);
        const string What = "Push readings, and wait until they count. Readings are numbered in the order of the lines that hold one, "
            + "from 1: producer and number name a reading for okr correct and okr retract.";
        var command = new Command("push", What)
        {
            push._file, push._producer, push._again, push._amend, push._dryRun, push._yes, push._undo,
        };
        push._format.AddTo(command);
        push._server.AddBothTo(command);
        command.Validators.Add(push.Validate);
        command.Run(terminal, push.RunAsync);
        return command;
    }

    private static Option<bool> Flag(string name, string description) => new(name) { Description = description };

    private void Validate(CommandResult result)
    {
        var (file, undoes) = (result.GetValue(_file), result.GetValue(_undo) is not null);
        if ((file is null) != undoes)
        {
            result.AddError(undoes ? "--undo takes no FILE." : "Give the FILE to push, or - for standard input.");
        }

        if (file == StandardInput && result.GetValue(_producer) is null && !result.GetValue(_again))
        {
            result.AddError("Standard input has no path that names its producer: give --producer ID, or --again for a fresh one.");
        }

        if (file == StandardInput && result.GetValue(_amend))
        {
            result.AddError("--amend reads the lines twice: give it a FILE, and not standard input.");
        }

        if (result.GetValue(_again) && (result.GetValue(_amend) || result.GetValue(_producer) is not null))
        {
            result.AddError("--again pushes under a fresh producer, so it goes with neither --amend nor --producer.");
        }
    }

    private async Task RunAsync(ParseResult parse, CancellationToken cancellation)
    {
        if (parse.GetValue(_undo) is { } undone)
        {
            using var server = _server.Connect(parse);
            var of = await _server.WorkspaceAsync(parse, server, cancellation);
            await UndonePush.RunAsync(server, _terminal, of, undone, parse.GetValue(_yes), cancellation);
            return;
        }

        var path = parse.GetValue(_file)!;
        if (parse.GetValue(_amend))
        {
            AwaitedFile.RequireOrdinary(path, "--amend reads the lines twice");
        }

        await using var source = await ReadingsSource.OpenAsync(path, cancellation);
        using var client = _server.Connect(parse);
        var workspace = await _server.WorkspaceAsync(parse, client, cancellation, new Patience(_terminal).Reaching);
        var family = FamilyOf(parse, path, workspace);
        var clock = await client.Clock.GetAsync(new Patience(_terminal).Reaching, cancellation);
        var changed = new ChangedFile(client, _terminal, workspace, family, source.Name) { Doubtful = new(source.Name, clock.At) };
        var lines = ReadingsFile.ReadAsync(source.Bytes, _format.Of(parse), cancellation);
        if (parse.GetValue(_dryRun))
        {
            await changed.CheckAsync(lines, parse.GetValue(_amend) || parse.GetValue(_again), cancellation);
            Finish(changed.Doubtful, changed.Refused);
            return;
        }

        _terminal.Progress($"producer {family.First}");
        try
        {
            var doubtful = new DoubtfulTimes(source.Name, clock.At);
            var refused = new RefusedLines(source.Name);
            var push = new FilePush(client, _terminal, workspace, family.First, refused) { Doubtful = doubtful };
            await PushAsync(source, push, lines, refused, cancellation);
            var isAmended = parse.GetValue(_amend) && await AmendAsync(parse, path, changed, isSent: true, cancellation);
            Finish(doubtful, isAmended ? changed.Refused : refused);
        }
        catch (ReadingsDifferException different) when (source.CanBeReadAgain)
        {
            changed.MayBeForeign = different.MayBeForeign;
            await AmendAsync(parse, path, changed, isSent: false, cancellation);
            Finish(changed.Doubtful, changed.Refused);
        }
        catch (ReadingsDifferException different)
        {
            throw new CommandFailure($"{source.Name}: {different.Message}; push a file with --amend, or under another --producer");
        }
        catch (ReadingsLostException lost)
        {
            throw new CommandFailure($"{source.Name}: {lost.Message}: push the file again");
        }
    }

    /// <summary>Reads the file once more, and amends what the server holds of it.</summary>
    /// <returns>True if anything was amended.</returns>
    private async Task<bool> AmendAsync(
        ParseResult parse, string path, ChangedFile changed, bool isSent, CancellationToken cancellation)
    {
        await using var again = await ReadingsSource.OpenAsync(path, cancellation);
        var all = ReadingsFile.ReadAsync(again.Bytes, _format.Of(parse), cancellation);
        if (isSent)
        {
            return await changed.AmendAsync(all, parse.GetValue(_yes), cancellation);
        }

        await changed.PushAsync(all, parse.GetValue(_amend), parse.GetValue(_yes), cancellation);
        return true;
    }

    private async Task PushAsync(
        ReadingsSource source, FilePush push, IAsyncEnumerable<ReadingLine> lines, RefusedLines refused, CancellationToken cancellation)
    {
        var started = _terminal.Time.GetTimestamp();
        var pushing = push.RunAsync(lines, cancellation);
        await PushProgress.ShowAsync(_terminal, source, push, pushing);
        var token = await pushing;
        _terminal.Line(PushSummary.Of(push, refused, _terminal.Time.GetElapsedTime(started)));
        if (token.Length > 0)
        {
            _terminal.Line($"token {token}");
        }
    }

    private ProducerFamily FamilyOf(ParseResult parse, string path, string workspace)
    {
        if (parse.GetValue(_again))
        {
            return new($"push-{Guid.NewGuid():N}");
        }

        return parse.GetValue(_producer) is { } given ? new(given) : ProducerFamily.OfFile(path, workspace);
    }

    private void Finish(DoubtfulTimes doubtful, RefusedLines refused)
    {
        foreach (var warning in doubtful.Lines)
        {
            _terminal.Progress(warning);
        }

        if (refused.Count > 0)
        {
            throw new CommandFailure(refused.Lines);
        }
    }
}
