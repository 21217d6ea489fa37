using OkrGrains.Cli.Drawing;
using OkrGrains.Cli.Output;
using OkrGrains.Contracts.V1;
using Spectre.Console;
using static OkrGrains.Cli.Tests.Drawing.Goals;
using Status = OkrGrains.Contracts.V1.Status;

namespace OkrGrains.Cli.Tests.Drawing;

/// <summary>Statuses and healths in words and colours.</summary>
public sealed class VerdictTests
{
    [Fact]
    public void Every_status_and_health_has_words_and_a_colour_of_its_own()
    {
        foreach (var status in Enum.GetValues<Status>().Except([Status.Unspecified, Status.NoData]))
        {
            var goal = Objective("o", "0");
            goal.Figures.Status = status;
            Assert.NotEqual(Color.Grey, Verdict.Of(goal).Colour);
            Assert.Equal(Verdict.Of(goal).Words, StatusWords.Of(goal, ShownTime.Utc)[^1]);
        }

        foreach (var health in Enum.GetValues<Health>().Except([Health.Unspecified, Health.NoData, Health.Unscored]))
        {
            var goal = Kpi("k", "0");
            goal.Figures.Health = health;
            Assert.NotEqual(Color.Grey, Verdict.Of(goal).Colour);
        }
    }

    [Fact]
    public void What_a_newer_server_says_is_called_unknown()
    {
        var goal = Objective("o", "0");
        goal.Figures.Status = (Status)99;
        var kpi = Kpi("k", "0");
        kpi.Figures.Health = (Health)99;
        Assert.Equal(["unknown to this program", "unknown"], StatusWords.Of(goal, ShownTime.Utc));
        Assert.Equal(["unknown to this program", "unknown"], StatusWords.Of(kpi, ShownTime.Utc));
        Assert.Equal("UNKNOWN", VerdictWords.Of((Status)99));
    }
}
