namespace OkrGrains.Plans.Tests;

public sealed class WorkedCasesTests
{
    public static TheoryData<string> Refused() => [.. Names(Path.Combine(Vectors.Folder, "invalid"), "*.yaml")];

    public static TheoryData<string> Accepted() =>
        [.. Directory.GetFiles(Vectors.Folder, "plan.yaml", SearchOption.AllDirectories).Select(file => Directory.GetParent(file)!.Name)];

    [Theory]
    [MemberData(nameof(Refused))]
    public void An_invalid_plan_is_refused_with_its_place(string name)
    {
        var folder = Path.Combine(Vectors.Folder, "invalid");
        var places = File.ReadAllLines(Path.Combine(folder, name + ".place.txt"));

        var reading = PlanReader.Read(File.ReadAllBytes(Path.Combine(folder, name + ".yaml")));

        Assert.False(reading.IsAccepted);
        Assert.Contains(reading.Faults, fault => places.Any(place => IsWithin(fault.Place, place)));
        Assert.All(reading.Faults, fault => Assert.Contains(places, place => IsWithin(fault.Place, place)));
    }

    [Theory]
    [MemberData(nameof(Accepted))]
    public void A_valid_plan_has_no_fault(string name)
    {
        var reading = PlanReader.Read(File.ReadAllBytes(Path.Combine(Vectors.Folder, name, "plan.yaml")));

        Assert.Empty(reading.Faults);
        Assert.True(reading.IsAccepted);
    }

    [Fact]
    public void The_flights_plan_has_no_fault()
    {
        var reading = PlanReader.Read(File.ReadAllBytes(Path.Combine(Vectors.FlightsFolder, "plan.yaml")));

        Assert.Empty(reading.Faults);
        Assert.Equal(94, reading.Plan!.Kpis.Length);
        Assert.Equal(14, reading.Plan.Objectives.Length);
        Assert.Equal(38, reading.Plan.Objectives.Sum(objective => objective.KeyResults.Length));
    }

    private static IEnumerable<string> Names(string folder, string pattern) =>
        Directory.GetFiles(folder, pattern).Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal)!;

    private static bool IsWithin(string place, string outer) =>
        place == outer || (place.StartsWith(outer, StringComparison.Ordinal) && place[outer.Length] is '.' or '[');
}
