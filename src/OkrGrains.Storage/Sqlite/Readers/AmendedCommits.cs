using System.Collections.Immutable;
using OkrGrains.Model.Measures;
using OkrGrains.Storage.Records;
using OkrGrains.Storage.Sqlite.Connection;

namespace OkrGrains.Storage.Sqlite.Readers;

/// <summary>
/// Adds amendments to the readings of a page. It reads only those in the page's ranges of sequences, however many the goal has.
/// </summary>
internal static class AmendedCommits
{
    public static void Attach(StoreConnection connection, long goal, long upTo, List<StoredReadings> commits)
    {
        if (!connection.Amendments.HasAny(goal))
        {
            return;
        }

        var found = new List<StoredAmendment>();
        foreach (var (producer, (first, last)) in SequencesOf(commits))
        {
            connection.Amendments.Read(goal, new ReadingName(producer, first), last, upTo, found);
        }

        if (found.Count == 0)
        {
            return;
        }

        var byName = found.ToLookup(stored => stored.Amendment.Name);
        for (var i = 0; i < commits.Count; i++)
        {
            commits[i] = commits[i] with { Amendments = Of(commits[i].Accepted.Span, byName) };
        }
    }

    private static Dictionary<long, (long First, long Last)> SequencesOf(List<StoredReadings> commits)
    {
        var sequences = new Dictionary<long, (long First, long Last)>();
        foreach (var commit in commits)
        {
            foreach (ref readonly var reading in commit.Accepted.Span)
            {
                var (first, last) = sequences.GetValueOrDefault(reading.Producer, (reading.Sequence, reading.Sequence));
                sequences[reading.Producer] = (Math.Min(first, reading.Sequence), Math.Max(last, reading.Sequence));
            }
        }

        return sequences;
    }

    private static ImmutableArray<StoredAmendment> Of(
        ReadOnlySpan<StoredReading> readings, ILookup<ReadingName, StoredAmendment> byName)
    {
        var amendments = ImmutableArray.CreateBuilder<StoredAmendment>();
        foreach (ref readonly var reading in readings)
        {
            amendments.AddRange(byName[reading.Name]);
        }

        return amendments.DrainToImmutable();
    }
}
