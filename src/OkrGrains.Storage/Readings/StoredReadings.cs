using System.Collections.Immutable;
using OkrGrains.Model.Measures;
using OkrGrains.Model.Time;

namespace OkrGrains.Storage.Readings;

/// <summary>The readings that one commit holds of one goal, in the order of acceptance, and what was made of them later.</summary>
/// <param name="Position">The commit.</param>
/// <param name="AcceptedAt">The acceptance instant.</param>
/// <param name="Accepted">As they were accepted, one or more.</param>
/// <param name="Amendments">
/// The amendments of these readings up to the position that was asked for, those of one reading in the order of acceptance.
/// </param>
public sealed record StoredReadings(
    long Position, Instant AcceptedAt, ReadOnlyMemory<StoredReading> Accepted, ImmutableArray<StoredAmendment> Amendments)
{
    /// <summary>Those that count, with the values that count; maybe none.</summary>
    public ReadOnlyMemory<StoredReading> Readings => With(null);

    /// <summary>Those that count once one more amendment is made, if it is of one of them.</summary>
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

    /// <summary>As they were known when only what was accepted before an instant had been.</summary>
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
