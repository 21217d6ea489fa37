using OkrGrains.Cli.Drawing;
using OkrGrains.Cli.Output;
using OkrGrains.Client;
using OkrGrains.Client.Readings;
using OkrGrains.Plans.Readings;

namespace OkrGrains.Cli.Readings;

/// <summary>
/// A file of which the first producer sent other readings. What the server holds is compared with it, line by line; the former file is
/// nowhere.
/// </summary>
internal sealed class ChangedFile(OkrClient client, Terminal terminal, string workspace, ProducerFamily family, string file)
{
    private const int MostShown = 3;

    /// <summary>The readings that are far from now.</summary>
    public required FarTimes Far { get; init; }

    /// <summary>The lines that do not count.</summary>
    public RefusedLines Refused { get; } = new(file);

    /// <summary>Says what a push would do, and sends nothing.</summary>
    public async Task CheckAsync(IAsyncEnumerable<ReadingLine> lines, CancellationToken cancellation)
    {
        var (difference, _) = await CompareAsync(lines, cancellation);
        terminal.Line($"nothing sent: {Numerals.Count(difference.Additions.Count, "line")} would count{Counts(difference)}{Refused.Summary}");
    }

    /// <summary>
    /// Sends what was appended. Whatever else differs is refused, or amended: corrected, retracted, and sent under a successor.
    /// </summary>
    public async Task PushAsync(IAsyncEnumerable<ReadingLine> lines, bool amends, bool agreed, CancellationToken cancellation)
    {
        var (difference, last) = await CompareAsync(lines, cancellation);
        if (!amends && !difference.IsAppended)
        {
            throw new CommandFailure([.. WhatDiffers(difference), .. Refused.Lines]);
        }

        var isGeneration = difference.IsNewGeneration;
        if (isGeneration)
        {
            terminal.Progress(
                $"{file}: no line is one that was pushed before, so this is a new generation of the file: "
                + $"{Numerals.Count(difference.Retractions.Count, "reading")} of the former one still count");
        }
        else if (difference.Retractions.Count > 0)
        {
            Agreement.Ask(terminal, agreed, $"{file}: {Numerals.Count(difference.Retractions.Count, "reading")} without a line are to be retracted{Counts(difference)}");
        }

        if (difference is { Corrections.Count: 0, Retractions.Count: 0, Additions.Count: 0 })
        {
            terminal.Line($"0 readings counted{Counts(difference)}{Refused.Summary}");
            return;
        }

        await AmendedMark.SetAsync(client, workspace, family.First, cancellation);
        var amending = new Amending(client, terminal, workspace, $"okr push --amend {Path.GetFileName(file)}");
        await amending.CorrectAsync(difference, cancellation);
        await amending.RetractAsync(isGeneration ? [] : difference.Retractions, cancellation);
        var token = await SendAsync(difference.Additions, last + 1, isGeneration, cancellation);
        var retracted = isGeneration ? 0 : difference.Retractions.Count;
        terminal.Line(
            $"{Numerals.Count(difference.Additions.Count - Rejected, "reading")} counted, "
            + $"{Numerals.Count(difference.Corrections.Count, "reading")} corrected, {Numerals.Count(retracted, "reading")} retracted, "
            + $"{difference.Matched - difference.Corrections.Count} held before{Refused.Summary}");
        if (token.Length > 0)
        {
            terminal.Line($"token {token}");
        }
    }

    private long Rejected { get; set; }

    private async Task<(FileDifference Difference, int Last)> CompareAsync(IAsyncEnumerable<ReadingLine> lines, CancellationToken cancellation)
    {
        var goals = await WorkspaceGoals.LoadAsync(client, workspace, new(), cancellation);
        terminal.Progress($"comparing {file} with all readings of {Numerals.Count(goals.Taking.Count(), "goal")}");
        var good = await CheckedFile.ReadAsync(lines, goals, Refused, Far, cancellation);
        var held = await HeldFile.LoadAsync(client, workspace, goals.Taking, family, cancellation);
        return (FileDifference.Of(good, held.Readings), held.LastNumber);
    }

    // A successor whose readings were all rejected is not among the readings that are held, and must not be used for other ones.
    private async Task<string> SendAsync(IReadOnlyList<ReadingLine> additions, int number, bool isGeneration, CancellationToken cancellation)
    {
        for (var successor = Math.Max(2, number); additions.Count > 0; successor++)
        {
            var name = family.Successor(successor, isGeneration);
            terminal.Progress($"producer {name}");
            var push = new FilePush(client, terminal, workspace, name, Refused);
            try
            {
                var token = await push.RunAsync(additions.ToAsyncEnumerable(), cancellation);
                Rejected = push.Rejected;
                return token;
            }
            catch (ReadingsDifferException)
            {
                terminal.Progress($"producer {name} has sent other readings");
            }
        }

        return "";
    }

    private static string Counts(FileDifference difference)
    {
        var same = difference.Matched - difference.Corrections.Count;
        return $", {Numerals.Count(same, "line")} held before, {Numerals.Count(difference.Corrections.Count, "line")} with another value, "
            + $"{Numerals.Count(difference.Retractions.Count, "reading")} without a line";
    }

    private IEnumerable<string> WhatDiffers(FileDifference difference)
    {
        yield return $"{file}: it was edited since producer {family.First} sent it: {Numerals.Count(difference.Additions.Count, "line")} new{Counts(difference)}";
        foreach (var (held, line) in difference.Corrections.Take(MostShown))
        {
            var before = held.Value is { } value ? ReadingNumbers.Text(value) : "retracted";
            yield return $"  line {line.Line}: {held.Goal} at {line.Time}: {before} -> {ReadingNumbers.Text(line.Value)}";
        }

        foreach (var held in difference.Retractions.Take(MostShown))
        {
            yield return $"  no line: {held.Goal} at {new Model.Time.Instant(held.TimeMillis)}: {ReadingNumbers.Text(held.Value ?? 0)}";
        }

        foreach (var line in difference.Additions.Take(MostShown))
        {
            yield return $"  line {line.Line}: {line.Goal} at {line.Time}: {ReadingNumbers.Text(line.Value)} is new";
        }

        yield return "nothing was sent; push with --amend to correct, retract and add until the server holds what the file says, "
            + "or with --again to count every line once more";
    }
}
