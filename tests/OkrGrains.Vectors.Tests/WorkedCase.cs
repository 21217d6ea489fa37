using System.Globalization;
using System.IO.Compression;
using System.Text.Json.Nodes;
using OkrGrains.Model.Evaluation;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Plans;
using OkrGrains.Model.Time;
using OkrGrains.Plans;

namespace OkrGrains.Vectors.Tests;

/// <summary>One folder of worked cases: a plan, its readings and the results at several instants.</summary>
internal sealed class WorkedCase
{
    private const string Header = "goal,time,value";

    private WorkedCase(Plan plan, List<GoalReading> readings, JsonArray expected)
    {
        Plan = plan;
        Readings = readings;
        Expected = expected;
    }

    public Plan Plan { get; }

    public List<GoalReading> Readings { get; }

    public JsonArray Expected { get; }

    public static string Root { get; } = FindRoot();

    public static WorkedCase Load(string folder)
    {
        var reading = PlanReader.Read(File.ReadAllBytes(Path.Combine(folder, "plan.yaml")));
        Assert.Empty(reading.Faults);
        var expected = JsonNode.Parse(File.ReadAllBytes(Path.Combine(folder, "expected.json")))!.AsArray();
        return new(reading.Plan!, ReadReadings(Path.Combine(folder, "readings.csv")), expected);
    }

    private static List<GoalReading> ReadReadings(string path)
    {
        using var file = File.Exists(path)
            ? File.OpenText(path)
            : new StreamReader(new GZipStream(File.OpenRead(path + ".gz"), CompressionMode.Decompress));
        Assert.Equal(Header, file.ReadLine());
        var readings = new List<GoalReading>();
        while (file.ReadLine() is { } line)
        {
            var fields = line.Split(',');
            Assert.True(Nano.TryFromDouble(double.Parse(fields[2], CultureInfo.InvariantCulture), out var value), line);
            readings.Add(new(Name(fields[0]), Instant.Parse(fields[1]), value));
        }

        return readings;
    }

    private static GoalName Name(string text) => text.Split('/') switch
    {
        ["kpis", var id] => new(GoalKind.Kpi, id),
        ["keyResults", var id] => new(GoalKind.KeyResult, id),
        [var id] => new(GoalKind.Kpi, id),
        _ => throw new FormatException(text),
    };

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
