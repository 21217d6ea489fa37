using System.Runtime.CompilerServices;
using OkrGrains.Storage.Records;
using OkrGrains.Storage.Sqlite.Connection;

namespace OkrGrains.Storage.Sqlite.Readers;

/// <summary>
/// Reads the history of one goal. Each commit names only the previous one, so the chain is first followed back, keeping the positions, and
/// then read forward, keeping one page of readings. Commits do not change, so pages need no common transaction.
/// </summary>
internal sealed class HistoryReader(ReadPool readers)
{
    /// <summary>The number of readings at which a page ends, so that it occupies a connection for only some milliseconds.</summary>
    private const int ReadingsPerPage = 16_384;

    public async IAsyncEnumerable<StoredReadings> ReadAsync(
        long goal, long after, long upTo, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var positions = await readers.ReadAsync(connection => Positions(connection, goal, after, upTo, cancellation), cancellation)
            .ConfigureAwait(false);
        var known = positions.Count > 0 ? positions.Max() : 0;
        var page = new List<StoredReadings>();
        var commits = positions.Count;
        while (positions.Count > 0)
        {
            await readers.ReadAsync(connection => ReadPage(connection, goal, positions, known, page), cancellation).ConfigureAwait(false);
            commits -= page.Count;
            foreach (var readings in page)
            {
                yield return readings;
            }
        }

        // The commits of the chain without readings hold one amendment each.
        var amendments = await readers.ReadAsync(
            connection => connection.Amendments.Count(goal, known) - (after == 0 ? 0 : connection.Amendments.Count(goal, Math.Min(after, known))),
            cancellation).ConfigureAwait(false);
        if (amendments != commits)
        {
            throw new StoreDamagedException($"Goal {goal} has {commits} commits that amend readings, and {amendments} amendments.");
        }
    }

    /// <summary>
    /// Returns the greatest sequence of a producer among a goal's readings up to and including a position; 0 for none. A producer's
    /// sequences rise from commit to commit, so the newest commit that has one of them has the greatest.
    /// </summary>
    public static long ReadLastSequence(StoreConnection connection, long goal, long producer, long upTo, CancellationToken cancellation)
    {
        var last = 0L;
        var position = connection.States.Read(goal)?.Position ?? 0;
        while (position > upTo)
        {
            cancellation.ThrowIfCancellationRequested();
            position = connection.Chunks.ReadPrevious(goal, position);
        }

        while (position > 0 && last == 0)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var reading in connection.Chunks.Read(goal, position, out position).Readings.Span)
            {
                last = reading.Producer == producer ? Math.Max(last, reading.Sequence) : last;
            }
        }

        return last;
    }

    private static Stack<long> Positions(
        StoreConnection connection, long goal, long after, long upTo, CancellationToken cancellation)
    {
        var positions = new Stack<long>();
        var position = connection.States.Read(goal)?.Position ?? 0;
        while (position > after)
        {
            cancellation.ThrowIfCancellationRequested();
            if (position <= upTo)
            {
                positions.Push(position);
            }

            position = connection.Chunks.ReadPrevious(goal, position);
        }

        return positions;
    }

    /// <summary>
    /// Reads the next page, with amendments up to a position. Amendments are commits of the same chain, so the chain's last position as the
    /// bound leaves none out.
    /// </summary>
    private static int ReadPage(
        StoreConnection connection, long goal, Stack<long> positions, long known, List<StoredReadings> page)
    {
        page.Clear();
        var readings = 0;
        while (readings < ReadingsPerPage && positions.TryPop(out var position))
        {
            var commit = connection.Chunks.Read(goal, position, out _);
            if (commit.Accepted.Length > 0)
            {
                page.Add(commit);
                readings += commit.Accepted.Length;
            }
        }

        AmendedCommits.Attach(connection, goal, known, page);

        return readings;
    }
}
