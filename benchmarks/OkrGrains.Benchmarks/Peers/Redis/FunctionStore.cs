using OkrGrains.Benchmarks.Peers.Grouped;

namespace OkrGrains.Benchmarks.Peers.Redis;

/// <summary>A connection that sends a group as one call of the function. Redis answers after it has synced its log.</summary>
internal sealed class FunctionStore(RespConnection connection) : IGroupStore
{
    private readonly PackedBatch _packed = new();

    public async Task CommitAsync(IReadOnlyList<Batch> group)
    {
        connection.Begin(5 + group.Count);
        connection.Add("FCALL"u8);
        connection.Add(SumFunction.Name);
        connection.Add("2"u8);
        connection.Add(SumFunction.GoalsKey);
        connection.Add(SumFunction.HistoryKey);
        foreach (var batch in group)
        {
            connection.Add(_packed.Pack(batch));
        }

        await connection.AnswerAsync();
    }
}
