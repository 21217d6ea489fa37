using System.IO.Compression;
using System.Text.Json.Nodes;
using OkrGrains.Model.Definitions;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Measures;
using OkrGrains.Plans;
using OkrGrains.Plans.Readings;

namespace OkrGrains.Vectors.Tests;

/// <summary>One folder of worked cases: a plan, its readings and the results at several instants.</summary>
internal sealed class WorkedCase
{
    private WorkedCase(Plan plan, IReadOnlyDictionary<GoalName, IReadOnlyList<Reading>> readings, JsonArray expected)
    {
        Plan = plan;
        Readings = readings;
        Expected = expected;
    }

    public static string Root { get; } = FindRoot();

    public Plan Plan { get; }

    public IReadOnlyDictionary<GoalName, IReadOnlyList<Reading>> Readings { get; }

    public JsonArray Expected { get; }

    public static async Task<WorkedCase> LoadAsync(string folder)
    {
        var plan = PlanReader.Read(await File.ReadAllBytesAsync(Path.Combine(folder, "plan.yaml")));
        Assert.Empty(plan.Faults);
        await using var file = Open(Path.Combine(folder, "readings.csv"));
        var readings = await ReadingsFile.ReadAllAsync(file, plan.Plan!);
        Assert.Empty(readings.Faults);
        var expected = JsonNode.Parse(await File.ReadAllBytesAsync(Path.Combine(folder, "expected.json")))!.AsArray();
        return new(plan.Plan!, readings.ByGoal, expected);
    }

    private static Stream Open(string path) => File.Exists(path)
        ? File.OpenRead(path)
        : new GZipStream(File.OpenRead(path + ".gz"), CompressionMode.Decompress);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "OkrGrains.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        }

        return folder.FullName;
    }
}
