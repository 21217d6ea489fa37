using OkrGrains.Cli.Drawing;
using OkrGrains.Cli.Output;
using OkrGrains.Client;

namespace OkrGrains.Cli.Readings;

/// <summary>Retracts everything that a producer and its successors have sent.</summary>
internal static class UndonePush
{
    public static async Task RunAsync(
        OkrClient client, Terminal terminal, string workspace, string producer, bool agreed, CancellationToken cancellation)
    {
        var goals = await WorkspaceGoals.LoadAsync(client, workspace, new(), cancellation);
        var count = Numerals.Count(goals.Taking.Count(), "goal");
        terminal.Progress($"reading all readings of {count} of {workspace}, since no index leads to those of producer {producer}");
        var held = await HeldFile.LoadAsync(client, workspace, goals.Taking, new ProducerFamily(producer), cancellation, isWhole: true);
        if (held.Count == 0)
        {
            throw new CommandFailure($"{workspace} holds no reading of producer {producer}");
        }

        var counting = held.Where(reading => reading.Value is not null).ToList();
        var counted = Numerals.Count(counting.Count, "reading");
        if (counting.Count > 0)
        {
            Agreement.Ask(terminal, agreed, $"to be retracted: {counted} of producer {producer}");
        }

        await new Amending(client, terminal, workspace, "okr push --undo").RetractAsync(counting, cancellation);
        terminal.Line($"{counted} retracted, {Numerals.Count(held.Count - counting.Count, "reading")} retracted before");
        terminal.Progress("pushed again as it is, the file adds nothing now: --again counts it anew");
    }
}
