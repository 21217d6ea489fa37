using OkrGrains.Contracts.V1;

namespace OkrGrains.Api.Tests.Readings;

internal static class Batches
{
    /// <summary>Returns readings of one goal, a second before the time of the clock, with the definition of its handle.</summary>
    public static ReadingBatch Of(long first, double[] values, string goal = "kpis/revenue") => new()
    {
        FirstSequence = first,
        BaseTimeMillis = Clusters.Now.UnixMillis - 1000,
        Define = { new HandleDefinition { Handle = 7, Goal = goal } },
        Handles = { values.Select(_ => 7u) },
        Values = { values },
    };
}
