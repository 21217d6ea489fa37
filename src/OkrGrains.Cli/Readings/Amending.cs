using OkrGrains.Cli.Output;
using OkrGrains.Client;
using OkrGrains.Client.Retrying;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Cli.Readings;

/// <summary>Corrects and retracts readings until a server holds what a file says. Interrupted, it may be run again.</summary>
internal sealed class Amending(OkrClient client, Terminal terminal, string workspace, string reason)
{
    /// <summary>Gives readings the values of their lines.</summary>
    public async Task CorrectAsync(FileDifference difference, CancellationToken cancellation)
    {
        var token = "";
        foreach (var (held, line) in difference.Corrections)
        {
            var request = new CorrectReadingRequest
            {
                Parent = workspace,
                Producer = held.Producer,
                Sequence = held.Sequence,
                Goal = held.Goal,
                Value = line.Value,
                Author = Environment.UserName,
                Reason = reason,
            };
            token = (await client.Readings.CorrectAsync(request, cancellation)).Token;
        }

        await WaitAsync(token, cancellation);
    }

    /// <summary>Stops readings from counting.</summary>
    public async Task RetractAsync(IEnumerable<HeldReading> readings, CancellationToken cancellation)
    {
        var token = "";
        foreach (var held in readings)
        {
            var request = new RetractReadingRequest
            {
                Parent = workspace,
                Producer = held.Producer,
                Sequence = held.Sequence,
                Goal = held.Goal,
                Author = Environment.UserName,
                Reason = reason,
            };
            token = (await client.Readings.RetractAsync(request, cancellation)).Token;
        }

        await WaitAsync(token, cancellation);
    }

    private async Task WaitAsync(string token, CancellationToken cancellation)
    {
        if (token.Length > 0)
        {
            await client.Goals.ReadAtLeastAsync(workspace, token, new RetryOptions(), cancellation);
            terminal.Line($"token {token}");
        }
    }
}
