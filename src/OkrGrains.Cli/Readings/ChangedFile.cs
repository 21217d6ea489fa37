using OkrGrains.Cli.Drawing;
using OkrGrains.Cli.Output;
using OkrGrains.Client;
using OkrGrains.Client.Readings;
using OkrGrains.Plans.Readings;

namespace OkrGrains.Cli.Readings;

/// <summary>
/// A file of which the first producer sent other readings, or of which the server holds readings that others may have sent under its name.
/// What the server holds is compared with it, line by line; the former file is
/// nowhere.
/// </summary>
internal sealed class ChangedFile(OkrClient client, Terminal terminal, string workspace, ProducerFamily family, string file)
{
    private const int MostShown = 3;

    /// <summary>The readings whose times may be errors.</summary>
    public required DoubtfulTimes Doubtful { get; init; }

    /// <summary>True if another program may have sent readings under the name of the file's producer.</summary>
    public bool MayBeForeign { get; set; }

    /// <summary>The lines that do not count.</summary>
    public RefusedLines Refused { get; } = new(file);

    /// <summary>Says what a push would do, and sends nothing.</summary>
    /// <param name="lines">The lines of the file.</param>
    /// <param name="amends">True if the push would amend what differs.</param>
    /// <param name="cancellation">Cancels the calls.</param>
    public async Task CheckAsync(IAsyncEnumerable<ReadingLine> lines, bool amends, CancellationToken cancellation)
    {
        var (goals, good) = await ReadAsync(lines, cancellation);
        var difference = await CompareAsync(goals, good, cancellation);
        var would = Numerals.Count(difference.Additions.Count, "line");
        terminal.Line($"nothing sent: {would} would count{Counts(difference)}{Refused.Summary}");
        if (!amends && difference is { IsEmpty: false, IsAppended: false })
        {
            terminal.Progress("a file that was edited since it was pushed is refused without --amend or --again");
        }
    }

    /// <summary>
    /// Sends what was appended. Whatever else differs is refused, or amended: corrected, retracted, and sent under a successor.
    /// </summary>
    public async Task PushAsync(IAsyncEnumerable<ReadingLine> lines, bool amends, bool agreed, CancellationToken cancellation)
    {
        var (goals, good) = await ReadAsync(lines, cancellation);
        var difference = amends ? null : await CompareAsync(goals, good, cancellation);
        if (difference is null or { IsEmpty: false, IsAppended: true })
        {
            // What is in flight is fenced by the claim, so only now the server holds what it will hold.
            var claim = await AmendmentClaim.TakeAsync(client, workspace, family, cancellation);
            difference = await CompareAsync(goals, good, cancellation);
            if (!difference.IsEmpty && (amends || difference.IsAppended))
            {
                await AmendAsync(claim, difference, agreed, cancellation);
                return;
            }
        }

        if (!difference.IsEmpty)
        {
            throw new CommandFailure([.. WhatDiffers(difference), .. Refused.Lines]);
        }

        terminal.Line($"0 readings counted{Counts(difference)}{Refused.Summary}");
    }

    /// <summary>
    /// Amends what the server holds of a file whose lines have all been sent, by the same comparison as a dry run: somebody may have
    /// corrected or retracted readings of it, and goals may have come that lines were refused for.
    /// </summary>
    /// <returns>True if anything was amended.</returns>
    public async Task<bool> AmendAsync(IAsyncEnumerable<ReadingLine> lines, bool agreed, CancellationToken cancellation)
    {
        var (goals, good) = await ReadAsync(lines, cancellation);
        if (good.Count == 0 || (await CompareAsync(goals, good, cancellation)).IsEmpty)
        {
            // A file without a line, as one that was just rotated, takes nothing back.
            return false;
        }

        var claim = await AmendmentClaim.TakeAsync(client, workspace, family, cancellation);
        await AmendAsync(claim, await CompareAsync(goals, good, cancellation), agreed, cancellation);
        return true;
    }

    private async Task<(ReadingGoals Goals, List<ReadingLine> Good)> ReadAsync(
        IAsyncEnumerable<ReadingLine> lines, CancellationToken cancellation)
    {
        var goals = await WorkspaceGoals.LoadAsync(client, workspace, new(), cancellation);
        terminal.Progress($"comparing {file} with all readings of {Numerals.Count(goals.Taking.Count(), "goal")}");
        return (goals, await CheckedFile.ReadAsync(lines, goals, Refused, Doubtful, cancellation));
    }

    private async Task<FileDifference> CompareAsync(ReadingGoals goals, List<ReadingLine> good, CancellationToken cancellation) =>
        FileDifference.Of(good, await HeldFile.LoadAsync(client, workspace, goals.Taking, family, cancellation));

    private async Task AmendAsync(AmendmentClaim claim, FileDifference difference, bool agreed, CancellationToken cancellation)
    {
        var (isGeneration, retractions) = (difference.IsNewGeneration, difference.Retractions);
        var without = Numerals.Count(retractions.Count, "reading");
        if (isGeneration)
        {
            terminal.Progress(
                $"{file}: no line is one that was pushed before, so this is a new generation of the file; "
                + $"the former one still counts: {without}");
            retractions = [];
        }
        else if (retractions.Count > 0)
        {
            Agreement.Ask(terminal, agreed, $"{file}: to be retracted: {without} without a line{CountsOfLines(difference)}");
        }

        await claim.CheckAsync(cancellation);
        var amending = new Amending(client, terminal, workspace, $"okr push --amend {Path.GetFileName(file)}");
        await amending.CorrectAsync(difference, cancellation);
        await amending.RetractAsync(retractions, cancellation);
        var (token, rejected) = await SendAsync(claim, difference.Additions, isGeneration, cancellation);
        terminal.Line(
            $"{Numerals.Count(difference.Additions.Count - rejected, "reading")} counted, "
            + $"{Numerals.Count(difference.Corrections.Count, "reading")} corrected, "
            + $"{Numerals.Count(retractions.Count, "reading")} retracted, "
            + $"{Numerals.Count(difference.Matched - difference.Corrections.Count, "line")} held before{Refused.Summary}");
        if (token.Length > 0)
        {
            terminal.Line($"token {token}");
        }
    }

    private async Task<(string Token, long Rejected)> SendAsync(
        AmendmentClaim claim, IReadOnlyList<ReadingLine> additions, bool isGeneration, CancellationToken cancellation)
    {
        if (additions.Count == 0)
        {
            return ("", 0);
        }

        var name = family.Successor(claim.Number, isGeneration);
        terminal.Progress($"producer {name}");
        var push = new FilePush(client, terminal, workspace, name, Refused) { Opened = claim.CheckAsync };
        try
        {
            return (await push.RunAsync(additions.ToAsyncEnumerable(), cancellation), push.Rejected);
        }
        catch (ReadingsDifferException different)
        {
            throw new CommandFailure($"{file}: {different.Message}; push it again");
        }
    }

    private static string Counts(FileDifference difference) =>
        $"{CountsOfLines(difference)}, {Numerals.Count(difference.Retractions.Count, "reading")} without a line";

    private static string CountsOfLines(FileDifference difference)
    {
        var (changed, same) = (difference.Corrections.Count, difference.Matched - difference.Corrections.Count);
        return $", {Numerals.Count(same, "line")} held before, {Numerals.Count(changed, "line")} with another value";
    }

    private IEnumerable<string> WhatDiffers(FileDifference difference)
    {
        var added = Numerals.Count(difference.Additions.Count, "line");
        var since = MayBeForeign
            ? $"another program has sent readings under producer {family.First}, or it was edited since"
            : $"it was edited since producer {family.First} sent it";
        yield return $"{file}: {since}: {added} new{Counts(difference)}";
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
