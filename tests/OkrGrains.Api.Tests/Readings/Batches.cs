using OkrGrains.Contracts.V1;

namespace OkrGrains.Api.Tests.Readings;

internal static class Batches
{
    /// <summary>Readings of one goal, a second before the clock's now, with its handle defined.</summary>
    public static ReadingBatch Of(long first, double[] values, string goal = "kpis/revenue") => new()
    {
        FirstSequence = first,
        BaseTimeMillis = Clusters.Now.UnixMillis - 1000,
        Define = { new HandleDefinition { Handle = 7, Goal = goal } },
        Handles = { values.Select(_ => 7u) },
        Values = { values },
    };
}
