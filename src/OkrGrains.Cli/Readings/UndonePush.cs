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
        terminal.Progress(
            $"reading all readings of {Numerals.Count(goals.Taking.Count(), "goal")} of {workspace}, since no index leads to those of producer {producer}");
        var held = await HeldFile.LoadAsync(client, workspace, goals.Taking, new ProducerFamily(producer), cancellation, isWhole: true);
        var counting = held.Readings.Where(reading => reading.Value is not null).ToList();
        if (held.Readings.Count == 0)
        {
            throw new CommandFailure($"{workspace} holds no reading of producer {producer}");
        }

        if (counting.Count > 0)
        {
            Agreement.Ask(terminal, agreed, $"{Numerals.Count(counting.Count, "reading")} of producer {producer} are to be retracted");
        }

        await new Amending(client, terminal, workspace, "okr push --undo").RetractAsync(counting, cancellation);
        terminal.Line(
            $"{Numerals.Count(counting.Count, "reading")} retracted, {Numerals.Count(held.Readings.Count - counting.Count, "reading")} retracted before");
    }
}
