using OkrGrains.Cli.Drawing;

namespace OkrGrains.Cli.Tests.Servers;

/// <summary>
/// The half-year of the company in <c>samples/growth</c>, which three teams keep in three files: what their leaders see on ten days, as files
/// in <c>Drawing/Golden</c>. A test that fails leaves what it saw beside the program of the tests.
/// </summary>
public sealed class GrowthTests
{
    private const int Width = 120;

    private static readonly string[] _days =
    [
        "2026-01-05", "2026-01-20", "2026-02-10", "2026-03-02", "2026-03-31", "2026-04-20", "2026-05-10", "2026-05-31", "2026-06-15", "2026-07-01",
    ];

    [Fact]
    public async Task Every_goal_has_the_colour_that_a_leader_would_give_it()
    {
        await using var server = await RunningServer.StartAsync();
        await server.RunAsync("clock", "set", "2026-01-01T08:00:00Z");
        Assert.Equal((0, ""), await server.TryAsync("apply", Okr.File("samples", "growth"), "--author", "ada"));
        Assert.Equal(0, (await server.RunAsync("push", Okr.File("samples", "growth", "readings.csv"), "--producer", "books")).ExitCode);
        var seen = new Dictionary<string, string>();
        foreach (var day in _days)
        {
            Assert.Equal(0, (await server.RunAsync("clock", "set", $"{day}T18:00:00Z")).ExitCode);
            var shown = (await server.RunAsync(Width, "show")).Out;
            Assert.All(shown.Split('\n'), line => Assert.InRange(CellText.Width(line), 0, Width));
            await File.WriteAllTextAsync(Golden(day) + ".seen", shown);
            seen.Add(day, shown);
        }

        foreach (var (day, shown) in seen)
        {
            Assert.Equal(await File.ReadAllTextAsync(Golden(day)), shown);
        }
    }

    private static string Golden(string day) => Okr.File("Drawing", "Golden", $"growth-{day}.txt");
}
