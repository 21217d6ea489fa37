using OkrGrains.Plans;
using OkrGrains.Plans.Readings;
using OkrGrains.TestKit.Histories;

namespace OkrGrains.Fuzz.Tests.Texts;

/// <summary>
/// Damaged plans and readings files are read or refused, in bounded time and memory. A failure names the seed, to be run alone by OKR_SEED.
/// </summary>
public sealed class HostileTextTests
{
    // 100 seeds of 100 texts: 10,000 of each kind.
    private const int Sample = 4;
    private const int Whole = 100;
    private const int TextsOfSeed = 100;

    private static readonly byte[] _plan =
        "workspace: w\nkpis: [{id: orders}]\nobjectives: [{id: o, keyResults: [{id: k, measure: {}, target: 1}]}]"u8.ToArray();

    [Fact]
    public void A_plan()
    {
        foreach (var seed in Thoroughness.Seeds(Sample, Whole))
        {
            Run(seed, Corpus.Plans, text =>
            {
                var reading = PlanReader.Read(text);
                Assert.Equal(reading.IsAccepted, reading.Faults.IsEmpty);
            });
        }
    }

    [Fact]
    public void A_readings_file()
    {
        var plan = PlanReader.Read(_plan).Plan!;
        foreach (var seed in Thoroughness.Seeds(Sample, Whole))
        {
            Run(seed, Corpus.Readings, text =>
            {
                // A stream in memory gives all at once, so that the reading ends on this thread.
                using var file = new MemoryStream(text);
                var reading = ReadingsFile.ReadAllAsync(file, plan);
                Assert.True(reading.IsCompletedSuccessfully, reading.Exception?.ToString());
                Assert.True(reading.Result.Faults.IsEmpty || reading.Result.ByGoal.Count == 0);
            });
        }
    }

    private static void Run(int seed, byte[][] corpus, Action<byte[]> read)
    {
        var random = new Random(seed);
        var damage = new TextDamage(random);
        for (var number = 0; number < TextsOfSeed; number++)
        {
            var text = damage.Of(corpus[random.Next(corpus.Length)]);
            Bounds.Check(text, $"OKR_SEED={seed}, text {number}", () => read(text));
        }
    }
}
