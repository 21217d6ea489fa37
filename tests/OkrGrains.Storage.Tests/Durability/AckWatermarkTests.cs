namespace OkrGrains.Storage.Tests.Durability;

public sealed class AckWatermarkTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly TestFolder _copy = new();

    public void Dispose()
    {
        _folder.Dispose();
        _copy.Dispose();
    }

    [Fact]
    public async Task A_log_whose_tail_is_dropped_makes_the_store_read_only_and_keeps_it_as_it_was()
    {
        var acknowledged = await CopyOpenStoreAsync();
        Flip(_copy.Log, new FileInfo(_copy.Log).Length - 100);
        for (var start = 0; start < 2; start++)
        {
            await using var store = _copy.Open();
            Assert.InRange(store.LastPosition, 1, acknowledged - 1);
            Assert.Contains($"commit {acknowledged} was acknowledged", store.ReadOnlyReason, StringComparison.Ordinal);
            Assert.Equal(store.LastPosition, (await Samples.HistoryAsync(store, 1)).Count);
            var refused = await Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.AppendAsync(Samples.Append(9, 0), default));
            Assert.Equal((StoreUnavailableReason.ReadOnly, store.ReadOnlyReason), (refused.Reason, refused.Message));
        }
    }

    [Fact]
    public async Task Deleting_the_note_accepts_the_loss()
    {
        var acknowledged = await CopyOpenStoreAsync();
        Flip(_copy.Log, new FileInfo(_copy.Log).Length - 100);
        File.Delete(_copy.Watermark);
        await using var store = _copy.Open();
        Assert.Null(store.ReadOnlyReason);
        Assert.Equal(acknowledged - 1, store.LastPosition);
        Assert.Equal(acknowledged, await store.AppendAsync(Samples.Append(2, 0), default));
    }

    [Fact]
    public async Task A_log_that_is_missing_makes_the_store_read_only()
    {
        var acknowledged = await CopyOpenStoreAsync();
        File.Delete(_copy.Log);
        await using var store = _copy.Open();
        Assert.Equal(0, store.LastPosition);
        Assert.Contains($"commit {acknowledged} was acknowledged", store.ReadOnlyReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_is_missing_is_refused()
    {
        await CopyOpenStoreAsync();
        File.Delete(_copy.Database);
        File.Delete(_copy.Log);
        Assert.Contains("was acknowledged", Assert.Throws<StoreRefusedException>(() => _copy.Open()).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_copy.Database));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4096)]
    public async Task One_torn_slot_leaves_the_other(long slot)
    {
        var acknowledged = await CopyOpenStoreAsync();
        Flip(_copy.Watermark, slot);
        await using var store = _copy.Open();
        Assert.Null(store.ReadOnlyReason);
        Assert.Equal(acknowledged + 1, await store.AppendAsync(Samples.Append(2, 0), default));
    }

    [Fact]
    public async Task A_note_of_which_nothing_can_be_read_makes_the_store_read_only()
    {
        await CopyOpenStoreAsync();
        Flip(_copy.Watermark, 0);
        Flip(_copy.Watermark, 4096);
        await using var store = _copy.Open();
        Assert.Contains("acked is damaged", store.ReadOnlyReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_commit_whose_note_cannot_be_written_is_not_acknowledged_and_ends_the_writing()
    {
        BrokenWatermark? watermark = null;
        await using (var store = _folder.Open(openWatermark: path => watermark = new BrokenWatermark(path)))
        {
            Assert.Equal(1, await store.AppendAsync(Samples.Append(1, 0), default));
            watermark!.Breaks = true;
            var failed = await Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.AppendAsync(Samples.Append(2, 0), default));
            Assert.Equal(StoreUnavailableReason.Failed, failed.Reason);
            Assert.NotNull(store.ReadOnlyReason);
            Assert.Single(await Samples.HistoryAsync(store, 1));
        }

        await using var again = _folder.Open();
        Assert.Null(again.ReadOnlyReason);
        Assert.Equal(3, await again.AppendAsync(Samples.Append(3, 0), default));
    }

    /// <summary>Appends to goal 1 and copies the files without closing the store.</summary>
    /// <returns>The last acknowledged position.</returns>
    private async Task<long> CopyOpenStoreAsync()
    {
        await using var store = _folder.Open();
        var position = 0L;

        // Enough appends to make the log longer than the one in which the tables were created. Otherwise the end of the file would belong
        // to that older log and mean nothing.
        for (var i = 0; i < 25; i++)
        {
            position = await store.AppendAsync(Samples.Append(1, position, Samples.Reading(i)), default);
        }

        _folder.CopyTo(_copy);
        return position;
    }

    private static void Flip(string file, long offset)
    {
        using var handle = File.OpenHandle(file, FileMode.Open, FileAccess.ReadWrite);
        Span<byte> one = stackalloc byte[1];
        RandomAccess.Read(handle, one, offset);
        one[0] ^= 1;
        RandomAccess.Write(handle, one, offset);
    }

    private sealed class BrokenWatermark(string path) : OkrGrains.Storage.Sqlite.Connection.WatermarkFile(path)
    {
        public bool Breaks { get; set; }

        public override void Flush()
        {
            if (Breaks)
            {
                throw new IOException("Input/output error");
            }

            base.Flush();
        }
    }
}
