using OkrGrains.Storage.Records;
using OkrGrains.Storage.Sqlite;

namespace OkrGrains.Storage.Tests.Durability;

public sealed class FullDiskTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_full_disk_acknowledges_nothing_serves_reads_and_recovers_without_a_restart()
    {
        await using var store = _folder.Open(configure: options => options.MaxFileBytes = 1 << 20);
        var acknowledged = new List<long>();
        var full = await FillAsync(store, acknowledged);

        Assert.Equal(StoreUnavailableReason.Full, full.Reason);
        Assert.Equal(acknowledged[^1], store.LastPosition);
        Assert.Equal(acknowledged, (await Samples.HistoryAsync(store, 1)).Select(commit => commit.Position));

        store.Writer.LimitPages(1 << 20);
        acknowledged.Add(await store.AppendAsync(Samples.Append(1, acknowledged[^1], Noise(1_000)), default));
        Assert.Equal(acknowledged, (await Samples.HistoryAsync(store, 1)).Select(commit => commit.Position));
    }

    private static async Task<StoreUnavailableException> FillAsync(SqliteGoalStore store, List<long> acknowledged)
    {
        while (true)
        {
            try
            {
                acknowledged.Add(await store.AppendAsync(Samples.Append(1, acknowledged.LastOrDefault(), Noise(5_000)), default));
            }
            catch (StoreUnavailableException full)
            {
                return full;
            }
        }
    }

    private static StoredReading[] Noise(int count) =>
        [.. Enumerable.Range(1, count).Select(i => Samples.Reading(i, Math.Sqrt(i) * Math.PI))];
}
