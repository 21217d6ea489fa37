using System.Runtime.InteropServices;
using OkrGrains.Grains.Ingest;
using OkrGrains.Grains.Queries;
using OkrGrains.TestKit.Histories;

namespace OkrGrains.Grains.Tests;

/// <summary>A producer that numbers its readings itself, so that it can send them again.</summary>
internal sealed class Producer(GoalCluster cluster, string workspace, string id)
{
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
        using var session = await OpenAsync(silo);
        var directory = known ?? await cluster.DirectoryAsync(workspace, silo);
        var before = _last;
        var sent = new List<Task<Submitted>>();
        for (var first = 0; first < readings.Count;)
        {
            var count = Math.Min(batch(), readings.Count - first);
            sent.Add(SubmitAsync(session, Routed(session, directory, readings.Skip(first).Take(count), _last + 1)));
            first += count;
            _last += count;
        }

        var notTaken = (await Task.WhenAll(sent)).SelectMany(submitted => submitted.NotTaken).ToHashSet();
        return [.. readings.Select((reading, i) => (before + 1 + i, reading)).Where(sent => !notTaken.Contains(sent.Item1))];
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
