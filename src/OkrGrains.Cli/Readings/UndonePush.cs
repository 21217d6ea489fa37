using OkrGrains.Cli.Drawing;
using OkrGrains.Cli.Output;
using OkrGrains.Client;

namespace OkrGrains.Cli.Readings;

/// <summary>
/// Retracts everything that a producer and its successors have sent. A push that is under way is ended first, and what it has sent until then
/// is retracted too.
/// </summary>
internal static class UndonePush
{
    public static async Task RunAsync(
        OkrClient client, Terminal terminal, string workspace, string producer, bool agreed, CancellationToken cancellation)
    {
        var goals = await WorkspaceGoals.LoadAsync(client, workspace, new(), cancellation);
        var count = Numerals.Count(goals.Taking.Count(), "goal");
        terminal.Progress($"reading all readings of {count} of {workspace}, since no index leads to those of producer {producer}");
        Task<IReadOnlyList<HeldReading>> LoadAsync() =>
            HeldFile.LoadAsync(client, workspace, goals.Taking, new ProducerFamily(producer), cancellation, isWhole: true);

        var held = await LoadAsync();
        if (held.Count == 0)
        {
            throw new CommandFailure($"{workspace} holds no reading of producer {producer}");
        }

        if (held.Count(IsCounting) is > 0 and var before)
        {
            Agreement.Ask(terminal, agreed, $"to be retracted: {Numerals.Count(before, "reading")} of producer {producer}");
            await ProducerOpening.FenceAsync(client, workspace, held.Select(reading => reading.Producer).Distinct(), cancellation);
            held = await LoadAsync();
        }

        var counting = held.Where(IsCounting).ToList();
        var counted = Numerals.Count(counting.Count, "reading");
        await new Amending(client, terminal, workspace, "okr push --undo").RetractAsync(counting, cancellation);
        terminal.Line($"{counted} retracted, {Numerals.Count(held.Count - counting.Count, "reading")} retracted before");
        terminal.Progress("pushed again as it is, the file adds nothing now: --again counts it anew");
    }

    private static bool IsCounting(HeldReading reading) => reading.Value is not null;
}
