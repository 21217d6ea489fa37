using System.Collections.Immutable;
using OkrGrains.Model.Measures;
using OkrGrains.Model.Time;

namespace OkrGrains.Storage.Records;

/// <summary>The readings of one goal in one commit, in the order of acceptance, with their later amendments.</summary>
/// <param name="Position">The position of the commit.</param>
/// <param name="AcceptedAt">The acceptance instant of the commit.</param>
/// <param name="Accepted">The readings as they were accepted, one or more.</param>
/// <param name="Amendments">
/// The amendments of these readings up to the position that was asked for; those of one reading are in the order of acceptance.
/// </param>
public sealed record StoredReadings(
    long Position, Instant AcceptedAt, ReadOnlyMemory<StoredReading> Accepted, ImmutableArray<StoredAmendment> Amendments)
{
    /// <summary>The readings that count, with the values that count; may be empty.</summary>
    public ReadOnlyMemory<StoredReading> Readings => With(null);

    /// <summary>
    /// Returns the readings that count once one more amendment is made. An amendment of a reading that is not in this commit has no effect.
    /// </summary>
    public ReadOnlyMemory<StoredReading> With(ReadingAmendment? next)
    {
        if (Amendments.IsEmpty && (next is null || !Holds(next.Name)))
        {
            return Accepted;
        }

        var last = new Dictionary<ReadingName, double?>();
        foreach (var stored in Amendments)
        {
            last[stored.Amendment.Name] = stored.Amendment.Value;
        }

        if (next is not null)
        {
            last[next.Name] = next.Value;
        }

        var counting = new StoredReading[Accepted.Length];
        var count = 0;
        foreach (ref readonly var reading in Accepted.Span)
        {
            if (!last.TryGetValue(reading.Name, out var amended))
            {
                counting[count++] = reading;
            }
            else if (amended is { } value)
            {
                counting[count++] = reading with { Value = value };
            }
        }

        return counting.AsMemory(0, count);
    }

    /// <summary>Returns these readings with only the amendments that were accepted before an instant.</summary>
    public StoredReadings KnownBefore(Instant instant) =>
        this with { Amendments = Amendments.RemoveAll(stored => stored.AcceptedAt >= instant) };

    private bool Holds(ReadingName name)
    {
        foreach (ref readonly var reading in Accepted.Span)
        {
            if (reading.Name == name)
            {
                return true;
            }
        }

        return false;
    }
}
