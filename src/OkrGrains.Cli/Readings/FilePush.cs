using OkrGrains.Cli.Connections;
using OkrGrains.Cli.Output;
using OkrGrains.Client;
using OkrGrains.Client.Readings;
using OkrGrains.Model.Goals;
using OkrGrains.Plans.Readings;

namespace OkrGrains.Cli.Readings;

/// <summary>Sends the readings of a file to a server and waits until they count.</summary>
internal sealed class FilePush(OkrClient client, Terminal terminal, string workspace, string producerName, RefusedLines refused)
{
    private readonly Dictionary<GoalName, string> _names = [];
    private ReadingProducer? _producer;

    /// <summary>The progress of the push.</summary>
    public ProducerCounts Counts => _producer?.Counts ?? default;

    /// <summary>Sends all lines, and refuses those without a reading. Completes when all readings sent count in every goal.</summary>
    /// <returns>The token for reading goals in which the readings count; empty when the server held all of them before.</returns>
    public async Task<string> RunAsync(IAsyncEnumerable<ReadingLine> lines, CancellationToken cancellation)
    {
        var retry = new Patience(terminal).Streaming;
        await using var producer = _producer = client.StartProducer(new ReadingProducerOptions
        {
            Workspace = workspace,
            Producer = producerName,
            Retry = retry,
            Rejected = reading => refused.Add(reading.Tag, reading.Reason, $"{reading.Goal}: {reading.Message}"),
        });
        await foreach (var line in lines.WithCancellation(cancellation))
        {
            if (line.Fault is { } fault)
            {
                refused.Add(fault.Line, fault.Reason, fault.Message);
                continue;
            }

            var time = DateTimeOffset.FromUnixTimeMilliseconds(line.Time.UnixMillis);
            await producer.WriteAsync(NameOf(line.Goal), time, line.Value, line.Line, cancellation);
        }

        var token = await producer.CompleteAsync(cancellation);
        if (token.Length > 0)
        {
            await client.Goals.ReadAtLeastAsync(workspace, token, retry, cancellation);
        }

        return token;
    }

    private string NameOf(GoalName goal)
    {
        if (!_names.TryGetValue(goal, out var name))
        {
            _names.Add(goal, name = goal.ToString());
        }

        return name;
    }
}
