using OkrGrains.Storage.Sqlite;
using OkrGrains.TestKit.Histories;
using Xunit.Abstractions;

namespace OkrGrains.Storage.Tests.Durability;

/// <summary>Shows that a store never returns a wrong number after a bit has changed in one of its files.</summary>
public sealed class BitFlipTests(ITestOutputHelper output)
{
    private const int Flips = 500;
    private const int SampledFlips = 50;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_read_is_right_or_refused_with_a_flipped_bit(bool withLog)
    {
        var model = new StoreModel();
        using var sound = new TestFolder(inMemory: true);
        await FillAsync(model, sound, withLog);
        var counts = new SortedDictionary<string, int>();
        var seeds = Thoroughness.Seeds(SampledFlips, Flips);
        foreach (var seed in seeds)
        {
            using var flipped = new TestFolder(inMemory: true);
            sound.CopyTo(flipped);
            var place = Flip(flipped, new Random(seed));
            try
            {
                var found = await CheckAsync(flipped, model);
                counts[found] = counts.GetValueOrDefault(found) + 1;
            }
            catch (Exception failure)
            {
                Assert.Fail($"OKR_SEED={seed}, {place}: {failure}");
            }
        }

        // A flip has no consequence if its byte means nothing: free space, or one slot of the ack watermark.
        output.WriteLine($"{seeds.Count} flips from seed {seeds[0]} on: {string.Join(", ", counts)}");
        var harmless = counts.GetValueOrDefault("of no consequence");
        if (seeds.Count >= Flips)
        {
            Assert.InRange(harmless, 1, seeds.Count * 3 / 4);
        }
        else if (seeds.Count > 1)
        {
            // About two in three, as measured: a sample is too small to hold the share to three in four.
            Assert.InRange(harmless, 1, seeds.Count - 1);
        }
    }

    private static async Task<string> CheckAsync(TestFolder flipped, StoreModel model)
    {
        SqliteGoalStore store;
        try
        {
            store = flipped.Open();
        }
        catch (StoreRefusedException)
        {
            return "refused";
        }

        await using (store)
        {
            var refusedReads = await model.CheckDamagedAsync(store);
            if (store.ReadOnlyReason is not null)
            {
                return "read-only";
            }

            Assert.Equal(model.LastPosition, store.LastPosition);
            return refusedReads > 0 ? "reads refused" : "of no consequence";
        }
    }

    /// <summary>
    /// Copies the files of a filled store to a folder: as a closed store leaves them, or with the log of a store that is being served.
    /// </summary>
    private static async Task FillAsync(StoreModel model, TestFolder folder, bool withLog)
    {
        using var live = new TestFolder(inMemory: true);
        await using var store = live.Open(configure: options => options.CheckpointBytes = 1 << 16);
        var random = new Random(1);
        for (var i = 0; i < 5; i++)
        {
            await model.DefineAsync(store);
            await model.OpenProducerAsync(store);
            await model.AppendAsync(store, 1 + (i % 3), 2_000);
            await model.AppendAsync(store, 100 + i, 3);
            await model.AmendAsync(store, 1, random);
            await model.AmendAsync(store, 100 + i, random);
        }

        if (!withLog)
        {
            await store.DisposeAsync();
        }

        live.CopyTo(folder);
    }

    private static string Flip(TestFolder folder, Random random)
    {
        var hasLog = File.Exists(folder.Log) && new FileInfo(folder.Log).Length > 0;
        var file = random.Next(8) switch
        {
            0 => folder.Watermark,
            < 4 when hasLog => folder.Log,
            _ => folder.Database,
        };
        var bytes = File.ReadAllBytes(file);
        var place = random.Next(bytes.Length);
        bytes[place] ^= (byte)(1 << random.Next(8));
        File.WriteAllBytes(file, bytes);
        return $"{Path.GetFileName(file)} byte {place}";
    }
}
