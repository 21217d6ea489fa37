namespace OkrGrains.Plans.Tests;

public sealed class WorkedCasesTests
{
    public static TheoryData<string> Refused() => [.. Names(Path.Combine(Vectors.Folder, "invalid"), "*.yaml")];

    public static TheoryData<string> RefusedTogether() =>
        [.. Directory.GetDirectories(Path.Combine(Vectors.Folder, "invalid-parts")).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)];

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
    [MemberData(nameof(RefusedTogether))]
    public void Parts_that_do_not_fit_are_refused_with_the_place_and_its_part(string name)
    {
        var folder = Path.Combine(Vectors.Folder, "invalid-parts", name);
        var places = File.ReadAllLines(Path.Combine(folder, "place.txt"));

        var reading = Read(Path.Combine(folder, "main.yaml"), Path.Combine(folder, "payments.yaml"));

        Assert.False(reading.IsAccepted);
        Assert.All(reading.Faults, fault => Assert.Contains(places, place => IsWithin(fault.Place, place)));
        Assert.All(reading.Faults, fault => Assert.Equal(fault.Place.StartsWith("payments: ", StringComparison.Ordinal) ? 1 : 0, fault.File));
    }

    [Theory]
    [MemberData(nameof(Accepted))]
    public void A_valid_plan_has_no_fault(string name)
    {
        var folder = Path.Combine(Vectors.Folder, name);

        var reading = Read([Path.Combine(folder, "plan.yaml"), .. Directory.GetFiles(folder, "plan-*.yaml")]);

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

    private static PlanReading Read(params string[] files) =>
        PlanFiles.Parse([.. files.Select(file => (ReadOnlyMemory<byte>)File.ReadAllBytes(file))], TextCleaning.None).Read([]);

    private static IEnumerable<string> Names(string folder, string pattern) =>
        Directory.GetFiles(folder, pattern).Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal)!;

    private static bool IsWithin(string place, string outer) =>
        place == outer || (place.StartsWith(outer, StringComparison.Ordinal) && place[outer.Length] is '.' or '[');
}
