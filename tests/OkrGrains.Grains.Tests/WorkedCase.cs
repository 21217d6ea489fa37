using System.IO.Compression;
using System.Text.Json.Nodes;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Time;
using OkrGrains.Plans;
using OkrGrains.Plans.Readings;

namespace OkrGrains.Grains.Tests;

/// <summary>A plan, its readings as they would be sent, and the expected results.</summary>
internal sealed record WorkedCase(
    byte[] Plan, string Workspace, IReadOnlyList<(GoalName Goal, Instant Time, double Value)> Readings, JsonArray Expected)
{
    public static string Root { get; } = FindRoot();

    public static async Task<WorkedCase> LoadAsync(string folder)
    {
        var plan = File.ReadAllBytes(Path.Combine(Root, folder, "plan.yaml"));
        var path = Path.Combine(Root, folder, "readings.csv");
        await using Stream file = File.Exists(path)
            ? File.OpenRead(path)
            : new GZipStream(File.OpenRead(path + ".gz"), CompressionMode.Decompress);
        var readings = new List<(GoalName, Instant, double)>();
        await foreach (var line in ReadingsFile.ReadAsync(file))
        {
            Assert.Null(line.Fault);
            readings.Add((line.Goal, line.Time, line.Value));
        }

        var expected = JsonNode.Parse(File.ReadAllBytes(Path.Combine(Root, folder, "expected.json")))!.AsArray();
        return new WorkedCase(plan, PlanReader.Read(plan).Plan!.Workspace, readings, expected);
    }

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
