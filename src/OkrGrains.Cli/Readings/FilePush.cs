using System.Collections.Concurrent;
using Grpc.Core;
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
    private readonly Dictionary<(GoalName, bool, string?), (string Name, ReadingFault? Fault)> _names = [];
    private readonly ConcurrentDictionary<string, string> _hints = new(StringComparer.Ordinal);
    private ReadingGoals? _goals;
    private long _rejected;
    private ReadingProducer? _producer;

    /// <summary>The progress of the push.</summary>
    public ProducerCounts Counts => _producer?.Counts ?? default;

    /// <summary>The number of readings that were sent now and that the server rejected.</summary>
    public long Rejected => Interlocked.Read(ref _rejected);

    /// <summary>Collects the readings whose times may be errors; null to take none.</summary>
    public DoubtfulTimes? Doubtful { get; init; }

    /// <summary>Checks each stream that was opened, before anything is sent on it; null for no check.</summary>
    public Func<CancellationToken, Task>? Opened { get; init; }

    /// <summary>Sends all lines, and refuses those without a reading. Completes when all readings sent count in every goal.</summary>
    /// <returns>The token for reading goals in which the readings count; empty when the server held all of them before.</returns>
    public async Task<string> RunAsync(IAsyncEnumerable<ReadingLine> lines, CancellationToken cancellation)
    {
        try
        {
            return await SendAsync(lines, cancellation);
        }
        catch (RpcException fenced) when (OtherPush.IsCauseOf(fenced))
        {
            throw OtherPush.Begun();
        }
    }

    private async Task<string> SendAsync(IAsyncEnumerable<ReadingLine> lines, CancellationToken cancellation)
    {
        var retry = new Patience(terminal).Streaming;
        await using var producer = _producer = client.StartProducer(new ReadingProducerOptions
        {
            Workspace = workspace,
            Producer = producerName,
            Retry = retry,
            Rejected = Refuse,
            Opened = Opened,
            HeldMustBeProven = true,
        });
        await foreach (var line in lines.WithCancellation(cancellation))
        {
            if (line.Fault is { } fault)
            {
                refused.Add(fault.Line, fault.Reason, fault.Message);
                continue;
            }

            _goals ??= line.IsBare ? await WorkspaceGoals.LoadAsync(client, workspace, retry, cancellation) : null;
            var (name, unclear) = NameOf(line);
            if (unclear is not null)
            {
                refused.Add(line.Line, unclear.Reason, unclear.Message);
                continue;
            }

            Doubtful?.Take(line);
            var time = DateTimeOffset.FromUnixTimeMilliseconds(line.Time.UnixMillis);
            await producer.WriteAsync(name, time, line.Value, line.Line, cancellation);
        }

        var token = await producer.CompleteAsync(cancellation);
        if (token.Length > 0)
        {
            await client.Goals.ReadAtLeastAsync(workspace, token, retry, cancellation);
        }

        return token;
    }

    private void Refuse(RejectedReading reading)
    {
        if (reading.Sequence > Counts.AlreadyHeld)
        {
            Interlocked.Increment(ref _rejected);
        }

        refused.Add(reading.Tag, reading.Reason, _hints.GetValueOrDefault(reading.Goal) ?? $"{reading.Goal}: {reading.Message}");
    }

    // A goal that may come to exist, or to take readings, is sent as it is: the server has the last word, and gives the line its number.
    // Only what no server could decide is refused here.
    private (string Name, ReadingFault? Fault) NameOf(ReadingLine line)
    {
        var key = (line.Goal, line.IsBare, line.Workspace);
        if (_names.TryGetValue(key, out var known))
        {
            return known with { Fault = known.Fault is null ? null : known.Fault with { Line = line.Line } };
        }

        var goals = _goals ?? new ReadingGoals(WorkspaceGoals.IdOf(workspace));
        var fault = goals.Resolve(line, out var goal);
        var name = goal.ToString();
        if (fault is not null && _goals is not null)
        {
            _hints.TryAdd(name, fault.Message);
        }

        var isElsewhere = line.Workspace is not null && line.Workspace != WorkspaceGoals.IdOf(workspace);
        var isUnclear = isElsewhere || fault is { Reason: ReadingReason.AmbiguousGoal };
        known = (name, isUnclear ? fault : null);
        _names.Add(key, known);
        return known;
    }
}
