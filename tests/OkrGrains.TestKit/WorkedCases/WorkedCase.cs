using System.IO.Compression;
using System.Text.Json.Nodes;
using OkrGrains.Model.Definitions;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Measures;
using OkrGrains.Model.Time;
using OkrGrains.Plans;
using OkrGrains.Plans.Readings;

namespace OkrGrains.TestKit.WorkedCases;

/// <summary>
/// A worked case of the goal model, or the flights sample: a plan, its readings and the results at several instants. A test project that
/// uses it copies <c>tests/vectors</c> and <c>samples/flights</c> to its output.
/// </summary>
public sealed class WorkedCase
{
    private readonly string _folder;

    private WorkedCase(string folder)
    {
        _folder = folder;
        PlanTexts = [.. PlanFilesOf(folder).Select(File.ReadAllBytes)];
        var reading = PlanFiles.Parse([.. PlanTexts.Select(text => (ReadOnlyMemory<byte>)text)], TextCleaning.None).Read([]);
        Plan = reading.IsAccepted ? reading.Plan! : throw new InvalidDataException($"{folder}: {reading.Faults[0]}");
        Expected = JsonNode.Parse(File.ReadAllBytes(Path.Combine(folder, "expected.json")))!.AsArray();
    }

    /// <summary>The names of the worked cases, in ordinal order; the flights sample is not among them.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. Directory.GetDirectories(Path.Combine(AppContext.BaseDirectory, "vectors"))
            .Where(folder => File.Exists(Path.Combine(folder, "expected.json")))
            .Select(folder => Path.GetFileName(folder))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The files of the plan as they are written, the part <c>main</c> first.</summary>
    public IReadOnlyList<byte[]> PlanTexts { get; }

    /// <summary>The plan.</summary>
    public Plan Plan { get; }

    /// <summary>The expected results: an object for each instant, which its <c>at</c> names.</summary>
    public JsonArray Expected { get; }

    /// <summary>Loads one of the worked cases.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    public static WorkedCase Load(string name) => new(FolderOf(name));

    /// <summary>Loads the flights sample.</summary>
    public static WorkedCase LoadFlights() => new(Path.Combine(AppContext.BaseDirectory, "samples", "flights"));

    /// <summary>Returns the folder with the files of a worked case.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    public static string FolderOf(string name) => Path.Combine(AppContext.BaseDirectory, "vectors", name);

    /// <summary>Returns the paths of the plan files of a folder, the part <c>main</c> first.</summary>
    public static IReadOnlyList<string> PlanFilesOf(string folder) =>
        [Path.Combine(folder, "plan.yaml"), .. Directory.GetFiles(folder, "plan-*.yaml").Order(StringComparer.Ordinal)];

    /// <summary>Reads the readings in the order of the file, as a producer would send them.</summary>
    /// <exception cref="InvalidDataException">A line has a fault.</exception>
    public async Task<IReadOnlyList<(GoalName Goal, Instant Time, double Value)>> ReadReadingsAsync()
    {
        await using var file = OpenReadings();
        var readings = new List<(GoalName, Instant, double)>();
        var goals = ReadingGoals.Of(Plan);
        await foreach (var line in ReadingsFile.ReadAsync(file))
        {
            var goal = line.Goal;
            readings.Add((line.Fault ?? goals.Resolve(line, out goal)) is { } fault
                ? throw new InvalidDataException($"{_folder}: {fault}")
                : (goal, line.Time, line.Value));
        }

        return readings;
    }

    /// <summary>Reads the readings of each goal, as the evaluator takes them.</summary>
    /// <exception cref="InvalidDataException">A line has a fault, or names a goal that takes no readings.</exception>
    public async Task<IReadOnlyDictionary<GoalName, IReadOnlyList<Reading>>> ReadReadingsByGoalAsync()
    {
        await using var file = OpenReadings();
        var readings = await ReadingsFile.ReadAllAsync(file, Plan);
        return readings.Faults.IsEmpty ? readings.ByGoal : throw new InvalidDataException($"{_folder}: {readings.Faults[0]}");
    }

    private Stream OpenReadings()
    {
        var path = Path.Combine(_folder, "readings.csv");
        return File.Exists(path) ? File.OpenRead(path) : new GZipStream(File.OpenRead(path + ".gz"), CompressionMode.Decompress);
    }
}
