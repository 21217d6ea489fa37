using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using OkrGrains.Histories;
using OkrGrains.Model.Evaluation;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Time;
using Xunit.Abstractions;

namespace OkrGrains.Grains.Tests;

/// <summary>
/// Compares live trees with the worked cases. Each instant has a cluster of its own, since what a cycle closes with depends on when readings
/// were accepted; a run takes a sample of the instants of each case, and the vectors' own tests take all of them through the evaluator.
/// </summary>
public sealed class LiveWorkedCaseTests(ITestOutputHelper output)
{
    private const int SampledInstants = 1;

    public static TheoryData<string, int> Cases()
    {
        var cases = new TheoryData<string, int>();
        foreach (var folder in System.IO.Directory.GetDirectories(Path.Combine(WorkedCase.Root, "tests", "vectors"))
            .Where(folder => File.Exists(Path.Combine(folder, "expected.json"))).Order(StringComparer.Ordinal))
        {
            cases.Add(Path.GetRelativePath(WorkedCase.Root, folder), 1);
            cases.Add(Path.GetRelativePath(WorkedCase.Root, folder), 3);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_live_tree_equals_the_expected_result_at_each_instant(string folder, int silos)
    {
        var worked = await WorkedCase.LoadAsync(folder);
        foreach (var seed in Thoroughness.Seeds(SampledInstants, worked.Expected.Count))
        {
            var expected = worked.Expected[seed % worked.Expected.Count]!;
            var at = Instant.Parse((string)expected["at"]!);
            output.WriteLine($"OKR_SEED={seed}: at {at}");
            await using var cluster = await GoalCluster.StartAsync(silos, at);
            await cluster.ApplyAsync(worked.Plan);
            await cluster.PushAsync(worked.Workspace, Shuffled(worked.Readings, new Random(seed + (17 * silos))), batch: 7, silo: 1);
            var tree = await cluster.TreeAsync(worked.Workspace, at, silo: 2);
            Assert.Equal(Lines(expected), Lines(ToJson(tree)));
        }
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(3, 1)]
    [InlineData(1, 3)]
    [InlineData(3, 2)]
    public async Task The_live_flights_equal_the_expected_result(int silos, int instant)
    {
        var worked = await WorkedCase.LoadAsync(Path.Combine("samples", "flights"));
        var expected = worked.Expected[instant]!;
        var at = Instant.Parse((string)expected["at"]!);
        await using var cluster = await GoalCluster.StartAsync(silos, at);
        await cluster.ApplyAsync(worked.Plan);
        await cluster.PushAsync(worked.Workspace, worked.Readings, batch: 1000, silo: 1);
        var tree = await cluster.TreeAsync(worked.Workspace, at, silo: 2);
        Assert.Equal(Lines(expected), Lines(ToJson(tree)));
    }

    /// <summary>
    /// Shuffles readings freely, except that those of one goal at one time keep their order, since <c>last</c> depends on it.
    /// </summary>
    private static List<(GoalName Goal, Instant Time, double Value)> Shuffled(
        IReadOnlyList<(GoalName Goal, Instant Time, double Value)> readings, Random random)
    {
        var groups = readings.GroupBy(reading => (reading.Goal, reading.Time)).Select(group => group.ToList()).ToArray();
        random.Shuffle(groups);
        return [.. groups.SelectMany(group => group)];
    }

    private static JsonNode ToJson(Evaluation evaluation)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            ResultJson.Write(json, evaluation);
        }

        return JsonNode.Parse(bytes.WrittenSpan)!;
    }

    private static IEnumerable<string> Lines(JsonNode node) =>
        from kind in node.AsObject().Where(entry => entry.Value is JsonObject)
        from goal in kind.Value!.AsObject()
        from figure in goal.Value!.AsObject()
        let line = $"{kind.Key}/{goal.Key}.{figure.Key} = {figure.Value?.ToJsonString() ?? "null"}"
        orderby line
        select line;
}
