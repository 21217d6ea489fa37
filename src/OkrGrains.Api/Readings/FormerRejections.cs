using System.Collections.Immutable;
using OkrGrains.Api.Errors;
using OkrGrains.Contracts.V1;
using OkrGrains.Storage.Producers;

namespace OkrGrains.Api.Readings;

/// <summary>Rejections between the wire and the note that is kept of them.</summary>
internal static class FormerRejections
{
    public static ImmutableArray<RejectedRun> ToRuns(List<RejectedReading>? rejected) =>
        rejected is null ? [] : [.. rejected.Select(reading => new RejectedRun(reading.Sequence, 1, (int)reading.Reason))];

    /// <summary>Those that the producer may not have heard of.</summary>
    /// <param name="runs">What was noted.</param>
    /// <param name="after">What the producer knows to be acknowledged, with its rejections.</param>
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
