using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using OkrGrains.Storage.Sqlite;

namespace OkrGrains.Storage.Tests.Sqlite;

public sealed class FreeSpaceTests : IDisposable
{
    private const long Low = 1_000_000;

    private readonly TestFolder _folder = new();
    private readonly FakeLogger _log = new();
    private readonly StoreOptions _options;
    private long? _free = 10 * Low;

    public FreeSpaceTests() => _options = new StoreOptions { Directory = _folder.Path, LowSpaceBytes = Low };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_disk_that_fills_up_is_warned_of_once_and_room_that_comes_back_is_told()
    {
        await using var store = Open();
        Look(free: Low);
        Assert.Empty(Said());

        Look(free: Low - 1);
        Look(free: 17);
        Assert.Equal([(LogLevel.Warning, $"Store {_folder.Path} has 999999 bytes left, less than 1000000. Commits fail once there are none")], Said());

        Look(free: Low + (Low / 10) - 1);
        Assert.Empty(Said());
        Look(free: Low + (Low / 10));
        Assert.Equal([(LogLevel.Information, $"Store {_folder.Path} has enough room again: 1100000 bytes")], Said());
        Look(free: 0);
        Assert.Equal([LogLevel.Warning], Said().Select(line => line.Level));
    }

    [Fact]
    public async Task A_disk_that_is_nearly_full_at_the_start_is_warned_of_at_once()
    {
        _free = 5;
        await using var store = Open();
        Assert.Equal([LogLevel.Warning], Said().Select(line => line.Level));
    }

    [Fact]
    public async Task The_greatest_size_of_the_file_counts_where_it_is_less_than_the_disk_has()
    {
        _options.MaxFileBytes = 2 << 20;
        await using var store = Open();
        Assert.Equal((2 << 20) - new FileInfo(_folder.Database).Length, Measured());
        Look(free: 7);
        Assert.Equal(7, Measured());
    }

    [Fact]
    public async Task Commits_that_fail_for_want_of_room_are_logged_once_until_one_succeeds_and_without_a_stack()
    {
        using var commits = new HeldCommits();
        await using var store = Open(commits.BeforeCommit);
        _log.Collector.Clear();
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < 3; i++)
            {
                commits.Failure = _folder.FullDisk;
                var failure = await Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.ReserveGoalNumbersAsync(1, default));
                Assert.Equal(StoreUnavailableReason.Full, failure.Reason);
            }

            await store.ReserveGoalNumbersAsync(1, default);
        }

        var said = _log.Collector.GetSnapshot();
        Assert.Equal(2, said.Count);
        Assert.All(said, line => Assert.Equal(
            (LogLevel.Warning, null, "The store has no space left: commits fail until there is room, and nothing of them is acknowledged"),
            (line.Level, line.Exception, line.Message)));
    }

    [Fact]
    public async Task A_disk_that_cannot_be_asked_changes_nothing()
    {
        await using var store = Open();
        Look(free: null);
        Assert.Empty(Said());
        Assert.Equal(10 * Low, Measured());
    }

    private SqliteGoalStore Open(Action? beforeCommit = null) => SqliteGoalStore.Open(new StoreSetup(_options, _folder.Time, _log, _folder.Instruments, beforeCommit)
    {
        ReadFreeBytes = _ => _free ?? throw new IOException("no such device"),
    });

    private void Look(long? free)
    {
        _free = free;
        _folder.Time.Advance(TimeSpan.FromSeconds(10));
    }

    /// <returns>What was said of the room since the last question.</returns>
    private List<(LogLevel Level, string Text)> Said()
    {
        var said = _log.Collector.GetSnapshot(clear: true);
        return [.. said.Where(line => line.Message.Contains("bytes", StringComparison.Ordinal)).Select(line => (line.Level, line.Message))];
    }

    private long Measured()
    {
        var measured = 0L;
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (ReferenceEquals(instrument.Meter, _folder.Instruments.Meter) && instrument.Name == "okrgrains.store.space")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => measured = value);
        listener.Start();
        listener.RecordObservableInstruments();
        return measured;
    }
}
