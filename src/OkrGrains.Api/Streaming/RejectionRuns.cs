using OkrGrains.Api.Errors;
using OkrGrains.Api.Limits;
using OkrGrains.Api.Readings;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Api.Streaming;

/// <summary>
/// Tells a producer of rejected readings: consecutive ones with the same reason in one message, so that a batch of which nothing counts
/// has not as many answers as readings.
/// </summary>
internal sealed class RejectionRuns(PatientWriter<StreamReadingsResponse> responses)
{
    private long _first;
    private long _count;
    private ErrorReason _reason;

    /// <summary>Adds a reading to the run. A run that it does not continue is told first.</summary>
    public ValueTask AddAsync(RejectedReading rejected, CancellationToken cancellation)
    {
        if (_count > 0 && rejected.Reason == _reason && rejected.Sequence == _first + _count)
        {
            _count++;
            return default;
        }

        var told = TellAsync(cancellation);
        (_first, _count, _reason) = (rejected.Sequence, 1, rejected.Reason);
        return told;
    }

    /// <summary>Tells the run that has been gathered, if any. To be called before anything else is told, and before waiting.</summary>
    public ValueTask TellAsync(CancellationToken cancellation)
    {
        if (_count == 0)
        {
            return default;
        }

        var rejection = new ReadingRejection
        {
            Sequence = _first,
            Count = _count,
            Reason = _reason.Word(),
            Message = ReadingRules.Explain(_reason),
        };
        _count = 0;
        return responses.WriteAsync(new StreamReadingsResponse { Rejection = rejection }, cancellation);
    }
}
