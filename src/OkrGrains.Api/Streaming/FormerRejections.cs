using System.Collections.Immutable;
using OkrGrains.Api.Errors;
using OkrGrains.Api.Readings;
using OkrGrains.Contracts.V1;
using OkrGrains.Storage.Records;

namespace OkrGrains.Api.Streaming;

/// <summary>Converts rejections to and from the form in which they are stored for the producer.</summary>
internal static class FormerRejections
{
    public static ImmutableArray<RejectedRun> ToRuns(List<RejectedReading>? rejected) =>
        rejected is null ? [] : [.. rejected.Select(reading => new RejectedRun(reading.Sequence, 1, (int)reading.Reason))];

    /// <summary>Returns the rejections that the producer may not have received.</summary>
    /// <param name="runs">The stored runs of rejected readings.</param>
    /// <param name="after">The last sequence that the producer knows to be acknowledged; it knows the rejections up to there.</param>
    public static IEnumerable<ReadingRejection> ToWire(ImmutableArray<RejectedRun> runs, long after)
    {
        foreach (var run in runs)
        {
            var first = Math.Max(run.First, after + 1);
            var count = run.First + run.Count - first;
            if (count > 0)
            {
                var reason = (ErrorReason)run.Reason;
                yield return new ReadingRejection
                {
                    Sequence = first,
                    Count = count,
                    Reason = reason.Word(),
                    Message = ReadingRules.Explain(reason),
                };
            }
        }
    }
}
