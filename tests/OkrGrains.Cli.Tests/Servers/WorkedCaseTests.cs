using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OkrGrains.Model.Time;
using OkrGrains.TestKit.Clusters;
using OkrGrains.TestKit.Histories;
using OkrGrains.TestKit.WorkedCases;

namespace OkrGrains.Cli.Tests.Servers;

public sealed partial class WorkedCaseTests
{
    private const int SampledInstants = 1;

    public static TheoryData<string, int> Cases()
    {
        var cases = new TheoryData<string, int>();
        foreach (var name in WorkedCase.Names)
        {
            cases.Add(name, 1);
            cases.Add(name, 3);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Applied_at_one_silo_pushed_at_another_and_shown_at_a_third_the_numbers_are_the_expected_ones(string name, int silos)
    {
        var folder = WorkedCase.FolderOf(name);
        var expected = WorkedCase.Load(name).Expected;
        Assert.NotEmpty(expected);
        var readings = Path.GetTempFileName();
        try
        {
            foreach (var seed in Thoroughness.Seeds(SampledInstants, expected.Count))
            {
                var wanted = expected[seed % expected.Count]!;
                await File.WriteAllLinesAsync(readings, Shuffled(Path.Combine(folder, "readings.csv"), new Random((silos * 1000) + seed)));
                var at = Instant.Parse((string)wanted["at"]!);
                await using var cluster = await OkrCluster.StartAsync(silos, at);
                await RunAsync(["apply", .. WorkedCase.PlanFilesOf(folder), "--server", cluster.Address(0)]);
                await RunAsync("push", readings, "--server", cluster.Address(1));
                var shown = await RunAsync("show", "--output", "json", "--server", cluster.Address(2));
                Assert.True(JsonNode.DeepEquals(wanted, JsonNode.Parse(shown)), $"OKR_SEED={seed}, at {at}: {shown}");
            }
        }
        finally
        {
            File.Delete(readings);
        }
    }

    private static async Task<string> RunAsync(params string[] args)
    {
        var okr = await Okr.RunAsync(args);
        Assert.True(okr.ExitCode == 0, okr.Error);
        return okr.Out;
    }

    /// <summary>
    /// Freely, except that records of one goal at one time stay in their order, which <c>last</c> depends on. In files with other columns all
    /// records of one time do.
    /// </summary>
    private static IEnumerable<string> Shuffled(string file, Random random)
    {
        var records = Record().Matches(File.ReadAllText(file)).Select(match => match.Value).ToList();
        var isPlain = records[0] == "goal,time,value";
        var groups = records.Skip(1)
            .GroupBy(record => (Goal: isPlain ? record.Split(',')[0] : "", Time: Instant.Parse(Time().Match(record).Value)))
            .ToArray();
        random.Shuffle(groups);
        return groups.SelectMany(group => group).Prepend(records[0]);
    }

    // A line, or several with line breaks within quotes.
    [GeneratedRegex("(?:[^\"\r\n]|\"(?:[^\"]|\"\")*\")+")]
    private static partial Regex Record();

    [GeneratedRegex(@"\d{4}-\d\d-\d\d[Tt][^,;\t""]+")]
    private static partial Regex Time();
}
