using OkrGrains.Storage.Records;
using OkrGrains.Storage.Sqlite.Connection;

namespace OkrGrains.Storage.Sqlite.Readers;

/// <summary>Follows one goal's chain of commits back for one page.</summary>
internal sealed class RecentReadings(StoreConnection connection)
{
    /// <summary>
    /// The greatest number of commits that a page visits. Commits that only amend bring no readings, and a run of them must not occupy a
    /// connection for long.
    /// </summary>
    private const int MostCommits = 1_024;

    public ReadingsPage Read(long goal, long from, int most)
    {
        if (from != 0 && connection.Chunks.Find(goal, from, out _) is null)
        {
            throw new ArgumentException($"Commit {from} holds no readings of goal {goal}.", nameof(from));
        }

        var position = from != 0 ? from : connection.States.Read(goal)?.Position ?? 0;
        var commits = new List<StoredReadings>();
        var readings = 0;
        for (var left = MostCommits; left > 0 && position > 0 && readings < most; left--)
        {
            var commit = connection.Chunks.Read(goal, position, out position);
            if (commit.Accepted.Length > 0)
            {
                commits.Add(commit);
                readings += commit.Accepted.Length;
            }
        }

        AmendedCommits.Attach(connection, goal, long.MaxValue, commits);
        return new ReadingsPage(commits, position, ProducersOf(commits));
    }

    private Dictionary<long, string> ProducersOf(List<StoredReadings> commits)
    {
        var names = new Dictionary<long, string>();
        foreach (var commit in commits)
        {
            foreach (ref readonly var reading in commit.Accepted.Span)
            {
                var number = reading.Producer;
                if (!names.ContainsKey(number))
                {
                    // Producers that never opened a stream have no row: tests and tools use numbers of their own.
                    names.Add(number, connection.Producers.Read(number)?.Name ?? string.Empty);
                }
            }
        }

        return names;
    }
}
