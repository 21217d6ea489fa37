using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OkrGrains.Grains.Ingest;
using OkrGrains.Grains.Readings;
using OkrGrains.Model.Time;
using OkrGrains.Storage;
using OkrGrains.Storage.Records;
using OkrGrains.Storage.Sqlite;
using OkrGrains.TestKit.Disks;

namespace OkrGrains.Grains.Tests.Ingest;

/// <summary>Tests which producers are believed that know more than the store has recorded of them.</summary>
public sealed class HeldReadingsTests : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly StoreInstruments _instruments = new();
    private readonly FakeTimeProvider _time = new();
    private SqliteGoalStore _store = null!;
    private HeldReadings _held = null!;

    public Task InitializeAsync()
    {
        _store = SqliteGoalStore.Open(
            new StoreOptions { Directory = _folder.Of("data") }, _time, NullLogger<SqliteGoalStore>.Instance, _instruments);
        _held = new HeldReadings(_store, _store, _store, _time);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _store.DisposeAsync();

    public void Dispose()
    {
        _instruments.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_producer_is_believed_up_to_its_record_and_up_to_what_any_goal_holds()
    {
        var producer = await OpenAsync("p");
        _store.RecordProgress(producer.Number, producer.Epoch, 3);
        await AppendAsync(1, producer.Number, 5);
        await AppendAsync(2, producer.Number, 7);

        Assert.Equal(0, await CheckAsync(0));
        Assert.Equal(2, await CheckAsync(2));
        Assert.Equal(3, await CheckAsync(3));
        Assert.Equal(7, await CheckAsync(7));
        Assert.Equal(3, (await Assert.ThrowsAsync<StoreRolledBackException>(() => CheckAsync(8))).Held);
        Assert.Equal(3, (await Assert.ThrowsAsync<StoreRolledBackException>(() => CheckAsync(long.MaxValue))).Held);
    }

    [Fact]
    public async Task A_producer_that_was_never_heard_of_holds_nothing() =>
        Assert.Equal(0, (await Assert.ThrowsAsync<StoreRolledBackException>(() => CheckAsync(1))).Held);

    [Fact]
    public async Task A_producer_that_goals_may_have_dropped_is_believed_but_not_for_everything()
    {
        await OpenAsync("p");
        for (var number = 2; number <= 300; number++)
        {
            await OpenAsync($"other-{number}");
        }

        var offsets = ProducerOffsets.None;
        for (var number = 1; number <= 300; number++)
        {
            offsets = offsets.With(new ProducerOffset(number, 1, 1));
        }

        await AppendAsync(1, 300, 1, offsets.Trimmed());
        Assert.Equal(1000, await CheckAsync(1000));
        await Assert.ThrowsAsync<StoreRolledBackException>(() => CheckAsync((1 << 22) + 1));
    }

    [Fact]
    public async Task What_was_committed_since_the_states_were_read_is_found_but_they_are_not_read_all_the_time()
    {
        var producer = await OpenAsync("p");
        await AppendAsync(1, producer.Number, 5);
        Assert.Equal(5, await CheckAsync(5));
        await AppendAsync(2, producer.Number, 6);

        var checking = CheckAsync(6);
        while (!checking.IsCompleted)
        {
            await Task.Yield();
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(6, await checking);
    }

    private Task<long> CheckAsync(long through) => _held.CheckAsync("w", "p", new AcknowledgedReadings(through, null), default);

    private ValueTask<ProducerRow> OpenAsync(string producer) => _store.OpenProducerAsync("w", producer, default);

    private async Task AppendAsync(long goal, long producer, long sequence, ProducerOffsets? offsets = null)
    {
        var held = offsets ?? ProducerOffsets.None.With(new ProducerOffset(producer, 1, sequence));
        var body = new byte[held.MostBytes];
        held.Write(body);
        await _store.AppendAsync(
            new ReadingAppend(
                new[] { new StoredReading(new Instant(1_000), 1.5, producer, sequence) },
                new StateSave(goal, 0, 0, new Instant(5_000), null, body)),
            default);
    }
}
