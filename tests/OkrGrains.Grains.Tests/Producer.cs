using System.Runtime.InteropServices;
using OkrGrains.Grains.Ingest;
using OkrGrains.Grains.Queries;
using OkrGrains.TestKit.Histories;

namespace OkrGrains.Grains.Tests;

/// <summary>A producer that numbers its readings itself, so that it can send them again.</summary>
internal sealed class Producer(GoalCluster cluster, string workspace, string id)
{
    private const int MostAttempts = 5;
    private long _last;

    public string Id => id;

    /// <summary>Sends readings through one silo, batch by batch without waiting in between.</summary>
    /// <returns>The readings that were taken: all except those whose goal has left the plan meanwhile.</returns>
    public async Task<IReadOnlyList<DrawnReading>> SendAsync(
        IReadOnlyList<DrawnReading> readings, Func<int> batch, int silo, WorkspaceDirectory? known = null) =>
        [.. (await SendNumberedAsync(readings, batch, silo, known)).Select(sent => sent.Reading)];

    /// <summary>Does the same as <see cref="SendAsync"/>, and returns each reading with its sequence.</summary>
    public async Task<IReadOnlyList<(long Sequence, DrawnReading Reading)>> SendNumberedAsync(
        IReadOnlyList<DrawnReading> readings, Func<int> batch, int silo, WorkspaceDirectory? known = null)
    {
        var directory = known ?? await cluster.DirectoryAsync(workspace, silo);
        var counts = new List<int>();
        for (var left = readings.Count; left > 0; left -= counts[^1])
        {
            counts.Add(Math.Min(batch(), left));
        }

        var first = _last + 1;
        _last += readings.Count;
        var notTaken = await SendAgainAsync(() => SendOnceAsync(readings, counts, first, silo, directory));
        return [.. readings.Select((reading, i) => (first + i, reading)).Where(sent => !notTaken.Contains(sent.Item1))];
    }

    /// <summary>
    /// Opens the stream again if a goal has left the plan while readings were under way, and sends everything again: what is held counts once.
    /// </summary>
    private static async Task<HashSet<long>> SendAgainAsync(Func<Task<HashSet<long>>> send)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await send();
            }
            catch (StreamBrokenException) when (attempt < MostAttempts)
            {
            }
        }
    }

    private async Task<HashSet<long>> SendOnceAsync(
        IReadOnlyList<DrawnReading> readings, List<int> counts, long first, int silo, WorkspaceDirectory directory)
    {
        using var session = await OpenAsync(silo);
        var sent = new List<Task<Submitted>>();
        var start = 0;
        foreach (var count in counts)
        {
            sent.Add(SubmitAsync(session, Routed(session, directory, readings.Skip(start).Take(count), first + start)));
            start += count;
        }

        return [.. (await Task.WhenAll(sent)).SelectMany(submitted => submitted.NotTaken)];
    }

    public Task<ProducerSession> OpenAsync(int silo) =>
        cluster.Of<IngestGateway>(silo).OpenAsync(workspace, id, acknowledged: 0, CancellationToken.None);

    public static Task<Submitted> SubmitAsync(ProducerSession session, List<RoutedReading> routed) =>
        session.SubmitAsync(CollectionsMarshal.AsSpan(routed), routed[^1].Sequence);

    public static List<RoutedReading> Routed(
        ProducerSession session, WorkspaceDirectory directory, IEnumerable<DrawnReading> readings, long firstSequence) =>
        [.. readings.Select((reading, i) => new RoutedReading(
            session.SenderTo(directory.ByName[reading.Goal].Address), reading.Time, reading.Value, firstSequence + i))];
}
