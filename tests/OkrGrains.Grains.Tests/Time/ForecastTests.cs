using System.Text;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Time;

namespace OkrGrains.Grains.Tests.Time;

/// <summary>Tests what a goal says of its next change by the clock, where its window changes every day or hour.</summary>
public sealed class ForecastTests
{
    private static readonly GoalName _costs = new(GoalKind.Kpi, "costs");

    /// <summary>
    /// At noon, 200 have come of the 240 of twelve hours; if nothing more comes, they are less than 70 % of the 300 of fifteen hours. Of the
    /// month no day has ended, and there is none before.
    /// </summary>
    [Theory]
    [InlineData("prorate: hour, window: day, target: 480", "2026-02-01T14:59:59.999Z UNHEALTHY")]
    [InlineData("prorate: day, window: month, target: 28", "2026-02-01T23:59:59.999Z HEALTHY")]
    public async Task The_next_change_of_a_prorated_target_is_found(string keys, string change) => Assert.Equal(change, await NextAsync(keys));

    /// <summary>
    /// The 200 are enough of 1,000 until the share of the year that has ended is more than 0.22, hundreds of hours from now.
    /// </summary>
    [Fact]
    public async Task The_hours_of_a_year_are_not_all_looked_at() =>
        Assert.Equal("unknown", await NextAsync("prorate: hour, window: year, target: 1000"));

    private static async Task<string> NextAsync(string keys)
    {
        await using var cluster = await GoalCluster.StartAsync(1, Instant.Parse("2026-02-01T12:00:00Z"));
        await cluster.ApplyAsync(Encoding.UTF8.GetBytes($"workspace: w\nkpis: [{{id: costs, aggregation: sum, {keys}}}]"));
        await cluster.PushAsync("w", [(_costs, Instant.Parse("2026-02-01T11:00:00Z"), 200)], 1);
        var state = await cluster.StateAsync("w", _costs);
        return state.NextStatusChange is { } change ? $"{change.At} {change.Health?.Word()}" : "unknown";
    }
}
