using OkrGrains.Api.Mapping;
using OkrGrains.Contracts.V1;
using OkrGrains.Model.Measures;
using OkrGrains.Storage.Records;

namespace OkrGrains.Api.Readings;

/// <summary>Converts the readings of one commit to messages.</summary>
internal sealed class CommitRecords(StoredReadings commit, IReadOnlyDictionary<long, string> producers)
{
    /// <summary>
    /// The maximum number of amendments in a message. A reading may have been amended very often, and a page must stay small enough to
    /// send.
    /// </summary>
    private const int MostAmendments = 100;

    private readonly ILookup<ReadingName, StoredAmendment> _amendments = commit.Amendments.ToLookup(stored => stored.Amendment.Name);

    public int Count => commit.Accepted.Length;

    /// <summary>Returns the reading at a place, counted from the one that was accepted last, which is 0.</summary>
    public RecordedReading FromLast(int place)
    {
        var reading = commit.Accepted.Span[Count - 1 - place];
        var amendments = _amendments[reading.Name].ToList();
        var record = new RecordedReading
        {
            Producer = producers[reading.Producer],
            Sequence = reading.Sequence,
            Time = reading.Time.ToWire(),
            AcceptTime = commit.AcceptedAt.ToWire(),
            AcceptedValue = reading.Value,
        };
        if ((amendments.Count == 0 ? reading.Value : amendments[^1].Amendment.Value) is { } value)
        {
            record.Value = value;
        }

        record.Amendments.AddRange(amendments.TakeLast(MostAmendments).Select(ToWire));
        return record;
    }

    private static Wire.ReadingAmendment ToWire(StoredAmendment stored)
    {
        var amendment = new Wire.ReadingAmendment
        {
            AcceptTime = stored.AcceptedAt.ToWire(),
            Author = stored.Amendment.Author,
            Reason = stored.Amendment.Reason,
        };
        if (stored.Amendment.Value is { } value)
        {
            amendment.Value = value;
        }

        return amendment;
    }
}
