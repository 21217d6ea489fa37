using OkrGrains.Storage.Sqlite.Checks;
using OkrGrains.TestKit.Disks;
using OkrGrains.TestKit.Histories;
using Xunit.Abstractions;

namespace OkrGrains.Storage.Tests.Durability;

/// <summary>
/// Shows that a crash at any moment, which drops, reorders and tears unsynced writes, loses nothing that was acknowledged.
/// </summary>
public sealed class CrashTests(ITestOutputHelper output)
{
    private const int StatesPerTrace = 600;
    private const int SampledStatesPerTrace = 60;
    private const int OtherStates = 300;
    private const int SampledOtherStates = 30;

    [Theory]
    [InlineData(CrashTrace.Appends)]
    [InlineData(CrashTrace.Checkpoints)]
    [InlineData(CrashTrace.Definitions)]
    [InlineData(CrashTrace.Amendments)]
    [InlineData(CrashTrace.Restarts)]
    public async Task Every_crash_leaves_a_store_that_holds_what_was_acknowledged(CrashTrace trace)
    {
        var (operations, model) = await CrashTraces.RunAsync(trace);
        var seeds = Thoroughness.Seeds(SampledStatesPerTrace, StatesPerTrace);
        output.WriteLine($"{trace}: {seeds.Count} crashes of {operations.Count} operations, from seed {seeds[0]} on");
        foreach (var seed in seeds)
        {
            try
            {
                await CheckAsync(operations, model, new Random(seed), goOn: seed % 8 == 0);
            }
            catch (Exception failure)
            {
                Assert.Fail($"OKR_SEED={seed}, {trace}: {failure}");
            }
        }
    }

    /// <summary>
    /// Treats everything that a restarted store has shown as acknowledged, although the killed process had not synced it.
    /// </summary>
    [Fact]
    public async Task A_crash_after_a_kill_and_a_restart_loses_nothing_that_was_shown()
    {
        var (operations, model) = await CrashTraces.RunAsync(CrashTrace.Appends, close: false);
        var seeds = Thoroughness.Seeds(SampledOtherStates, OtherStates);
        output.WriteLine($"{seeds.Count} crashes, from seed {seeds[0]} on");
        foreach (var seed in seeds)
        {
            var random = new Random(seed);
            var restarted = await CrashTraces.RestartAsync(operations.Take(random.Next(operations.Count)));
            try
            {
                await CheckAsync(new CrashedDisk(restarted), model, random, goOn: false);
            }
            catch (Exception failure)
            {
                Assert.Fail($"OKR_SEED={seed}: {failure}");
            }
        }
    }

    /// <summary>Simulates a disk that loses synced data: the log is cut at any place.</summary>
    [Fact]
    public async Task A_log_that_has_lost_its_tail_is_noticed_by_the_watermark()
    {
        var (operations, model) = await CrashTraces.RunAsync(CrashTrace.Appends, close: false);
        var refused = 0;
        var seeds = Thoroughness.Seeds(SampledOtherStates, OtherStates);
        foreach (var seed in seeds)
        {
            var random = new Random(seed);
            var disk = new CrashedDisk(operations);
            using var folder = new TestFolder(inMemory: true);
            disk.WriteTo(folder.Path, random);
            var log = File.ReadAllBytes(folder.Log);
            File.WriteAllBytes(folder.Log, log[..random.Next(log.Length)]);
            try
            {
                await CheckBehindAsync(folder, model, disk.Acknowledged);
            }
            catch (StoreRefusedException nothingLeft) when (nothingLeft.Message.EndsWith("was acknowledged.", StringComparison.Ordinal))
            {
                refused++;
            }
            catch (Exception failure)
            {
                Assert.Fail($"OKR_SEED={seed}: {failure}");
            }
        }

        output.WriteLine($"{seeds.Count} cut logs from seed {seeds[0]} on: {refused} refused, the others only read");
    }

    private static async Task CheckBehindAsync(TestFolder folder, StoreModel model, long acknowledged)
    {
        await using var store = folder.Open();
        Assert.InRange(store.LastPosition, 0, acknowledged - 1);
        Assert.Contains($"commit {acknowledged} was acknowledged", store.ReadOnlyReason, StringComparison.Ordinal);
        await model.CheckAsync(store);
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.ReserveGoalNumbersAsync(1, default));
    }

    private static async Task CheckAsync(IReadOnlyList<DiskOperation> operations, StoreModel model, Random random, bool goOn) =>
        await CheckAsync(new CrashedDisk(operations.Take(random.Next(operations.Count + 1))), model, random, goOn);

    private static async Task CheckAsync(CrashedDisk disk, StoreModel model, Random random, bool goOn)
    {
        using var folder = new TestFolder(inMemory: true);
        disk.WriteTo(folder.Path, random);
        await using (var store = folder.Open())
        {
            Assert.Null(store.ReadOnlyReason);
            Assert.InRange(store.LastPosition, disk.Acknowledged, model.LastPosition);
            await model.CheckAsync(store);
            if (goOn)
            {
                Assert.Equal(store.LastPosition + 1, await store.AppendAsync(Samples.Append(99, 0), default));
            }
        }

        if (goOn)
        {
            Assert.Empty(StoreVerification.Run(folder.Path, default).Faults);
        }
    }
}
