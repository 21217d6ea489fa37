using Microsoft.Data.Sqlite;
using OkrGrains.Model.Time;
using OkrGrains.Storage.Sqlite;
using OkrGrains.Storage.Sqlite.Checks;
using OkrGrains.Storage.Sqlite.Connection;
using OkrGrains.Storage.Sqlite.States;
using OkrGrains.TestKit.Histories;
using Xunit.Abstractions;

namespace OkrGrains.Storage.Tests.States;

public sealed class StateLogTests(ITestOutputHelper output) : IDisposable
{
    private const int Whole = 400;
    private const int Sample = 40;
    private const int Steps = 300;

    private readonly TestFolder _folder = new(inMemory: true) { StateLogBytes = 1 << 20 };
    private readonly TestFolder _copy = new(inMemory: true);
    private readonly HeldCommits _commits = new();

    public void Dispose()
    {
        _commits.Dispose();
        _folder.Dispose();
        _copy.Dispose();
    }

    [Fact]
    public async Task Every_reader_sees_the_states_of_its_snapshot_whatever_is_logged_folded_and_rolled_back_meanwhile()
    {
        var seeds = Thoroughness.Seeds(Sample, Whole);
        output.WriteLine($"{seeds.Count} histories of {Steps} steps, from seed {seeds[0]} on");
        foreach (var seed in seeds)
        {
            using var folder = new TestFolder(inMemory: true);
            await folder.Open().DisposeAsync();
            try
            {
                using var model = new StateLogModel(folder.Database, new Random(seed));
                for (var i = 0; i < Steps; i++)
                {
                    model.Step();
                }

                using var stranger = StoreConnection.Open(folder.Database, SqliteOpenMode.ReadOnly);
                stranger.BeginRead();
                model.Check(stranger, model.Stored);
            }
            catch (Exception failure)
            {
                Assert.Fail($"OKR_SEED={seed}: {failure}");
            }
        }
    }

    [Fact]
    public async Task States_are_logged_with_their_commit_and_are_in_their_rows_once_the_store_is_closed()
    {
        await using (var store = _folder.Open())
        {
            await FillAsync(store);
            Assert.Equal(0L, _folder.Query("SELECT count(*) FROM states"));
            Assert.Equal(3L, _folder.Query("SELECT count(*) FROM state_log"));
            Assert.Empty(StoreVerification.Run(_folder.Path, default).Faults);
        }

        Assert.Equal(2L, _folder.Query("SELECT count(*) FROM states"));
        Assert.Equal(0L, _folder.Query("SELECT count(*) FROM state_log"));
    }

    [Fact]
    public async Task A_killed_store_has_its_states_from_the_log_and_goes_on()
    {
        await using (var store = _folder.Open())
        {
            await FillAsync(store);
            _folder.CopyTo(_copy);
        }

        await using var again = _copy.Open();
        Assert.Equal(3, (await again.ReadStateAsync(1, default))!.Position);
        Assert.Equal(2, (await again.ReadStateAsync(2, default))!.Position);
        Assert.Equal(4, await again.AppendAsync(Samples.Append(2, 2), default));
        await Assert.ThrowsAsync<StoreConflictException>(async () => await again.AppendAsync(Samples.Append(1, 1), default));
        Assert.Equal(2, (await Samples.HistoryAsync(again, 1)).Count);
    }

    [Fact]
    public async Task A_state_goes_into_its_row_when_the_next_run_has_no_newer_one()
    {
        await using var store = _folder.Open(configure: options => options.StateLogBytes = 1);
        await store.AppendAsync(Samples.Append(2, 0), default);
        await store.AppendAsync(Samples.Append(1, 0), default);
        await store.AppendAsync(Samples.Append(1, 2), default);
        Assert.Equal(2L, _folder.Query("SELECT sum(goal) FROM states"));
        Assert.Equal(3L, _folder.Query("SELECT sum(position) FROM state_log"));
        Assert.Equal(1, (await store.ReadStateAsync(2, default))!.Position);
        Assert.Equal(3, (await store.ReadStateAsync(1, default))!.Position);
        Assert.Empty(StoreVerification.Run(_folder.Path, default).Faults);
    }

    [Fact]
    public async Task A_run_is_folded_a_few_states_with_each_commit_from_when_the_next_is_half_full()
    {
        // A state of these tests takes 12 bytes, so that 40 of them fill a run.
        await using var store = _folder.Open(configure: options => options.StateLogBytes = 40 * 12);
        for (var goal = 1; goal <= 40; goal++)
        {
            await store.AppendAsync(Samples.Append(goal, 0), default);
        }

        var before = 0L;
        for (var goal = 41; goal <= 80; goal++)
        {
            await store.AppendAsync(Samples.Append(goal, 0), default);
            var rows = (long)_folder.Query("SELECT count(*) FROM states")!;
            Assert.InRange(rows - before, goal <= 60 ? 0 : 1, goal <= 60 ? 0 : 3);
            before = rows;
        }

        Assert.Equal(40L, _folder.Query("SELECT count(*) FROM states"));
        Assert.Equal(40L, _folder.Query("SELECT count(*) FROM state_log"));
    }

    [Fact]
    public async Task A_commit_that_fails_leaves_nothing_in_the_log()
    {
        await using var store = _folder.Open(_commits.BeforeCommit);
        await store.AppendAsync(Samples.Append(1, 0), default);
        _commits.Failure = new SqliteException("full", SQLitePCL.raw.SQLITE_FULL);
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.AppendAsync(Samples.Append(1, 1), default));
        Assert.Equal(1, (await store.ReadStateAsync(1, default))!.Position);
        Assert.Equal(2, await store.AppendAsync(Samples.Append(2, 0), default));
        Assert.Equal(1, (await store.ReadStateAsync(1, default))!.Position);
    }

    [Fact]
    public async Task Transactions_that_are_rolled_back_take_no_memory()
    {
        await _folder.Open().DisposeAsync();
        using var connection = StoreConnection.Open(_folder.Database, SqliteOpenMode.ReadOnly);
        var log = new StateLog(connection, 1 << 20);
        for (var i = 0; i < 100; i++)
        {
            log.Begin(1);
            for (var goal = 1; goal <= 3; goal++)
            {
                log.Write(new StateImage(goal, 1, 1, 1, new Instant(5), null, null, new byte[60_000]));
            }

            log.RolledBack();
        }

        Assert.Equal((0, 0, 0L), (log.Current.Last.Count, log.Current.Last.BlocksTaken, log.Current.Last.Bytes));
    }

    [Fact]
    public async Task A_store_that_is_killed_again_and_again_has_a_short_log()
    {
        await _folder.Open().DisposeAsync();
        for (var kill = 0; kill < 30; kill++)
        {
            using var next = new TestFolder(inMemory: true) { StateLogBytes = 200 };
            _folder.CopyTo(next);
            await using (var store = next.Open())
            {
                for (var i = 0; i < 5; i++)
                {
                    await store.AppendAsync(Samples.Append(1, store.LastPosition), default);
                }

                Array.ForEach(Directory.GetFiles(_folder.Path), File.Delete);
                next.CopyTo(_folder);
            }
        }

        Assert.InRange((long)_folder.Query("SELECT sum(length(states)) FROM state_log")!, 1, 2 * 200);
        await using var last = _folder.Open();
        Assert.Equal(150, (await last.ReadStateAsync(1, default))!.Position);
    }

    [Theory]
    [InlineData("UPDATE state_log SET states = substr(states, 1, length(states) - 1) WHERE number = 2")]
    [InlineData("UPDATE state_log SET position = 1 WHERE number = 2")]
    [InlineData("DELETE FROM state_log WHERE number = 2")]
    [InlineData("UPDATE state_log SET states = (SELECT states FROM state_log WHERE number = 1) WHERE number = 2")]
    public async Task A_damaged_log_refuses_the_store(string damage)
    {
        await using (var store = _folder.Open())
        {
            await FillAsync(store);
            _folder.CopyTo(_copy);
        }

        _copy.Execute(damage);
        Assert.Contains("state log", Assert.Throws<StoreRefusedException>(() => _copy.Open()).Message, StringComparison.Ordinal);
        Assert.Contains(StoreVerification.Run(_copy.Path, default).Faults, fault => fault.Contains("state log", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_log_that_lost_its_last_rows_is_found_by_the_check_of_everything()
    {
        await using (var store = _folder.Open())
        {
            await FillAsync(store);
            _folder.CopyTo(_copy);
        }

        _copy.Execute("DELETE FROM state_log WHERE number = 3");
        Assert.NotEmpty(StoreVerification.Run(_copy.Path, default).Faults);
    }

    private static async Task FillAsync(SqliteGoalStore store)
    {
        await store.AppendAsync(Samples.Append(1, 0), default);
        await store.AppendAsync(Samples.Append(2, 0), default);
        await store.AppendAsync(Samples.Append(1, 1), default);
    }
}
