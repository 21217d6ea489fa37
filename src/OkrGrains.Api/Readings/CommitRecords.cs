using OkrGrains.Api.Mapping;
using OkrGrains.Contracts.V1;
using OkrGrains.Model.Measures;
using OkrGrains.Storage.Readings;

namespace OkrGrains.Api.Readings;

/// <summary>The readings of one commit, as messages carry them.</summary>
internal sealed class CommitRecords(StoredReadings commit, IReadOnlyDictionary<long, string> producers)
{
    /// <summary>Somebody may have changed their mind very often; a page must stay sendable.</summary>
    private const int MostAmendments = 100;

    private readonly ILookup<ReadingName, StoredAmendment> _amendments = commit.Amendments.ToLookup(stored => stored.Amendment.Name);

    public int Count => commit.Accepted.Length;

    /// <summary>The reading at a place, counted from the one that was accepted last.</summary>
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
