using OkrGrains.Cli.Definitions;
using OkrGrains.Cli.Drawing;
using OkrGrains.Cli.Output;
using OkrGrains.Contracts.V1;
using static OkrGrains.Cli.Tests.Drawing.Goals;

namespace OkrGrains.Cli.Tests.Drawing;

/// <summary>What is drawn of goals on terminals of several heights.</summary>
public sealed class FittingTests
{
    [Fact]
    public void The_richest_detail_that_fits_is_drawn_and_the_rest_is_counted()
    {
        Goal[] goals = [Objective("top", "0"), KeyResult("kr", "0", Under("objectives/top")), Kpi("k", "0", Under("keyResults/kr"))];
        Assert.Equal(["top", "└─ kr", "   └─ k"], Titles(Draw(goals, height: 4)));
        Assert.Equal(["top", "… 2 more goals: 1 behind, 1 other: a higher terminal shows them"], Titles(Draw(goals, height: 3)));
    }

    [Fact]
    public void Where_not_even_the_objectives_fit_those_in_trouble_come_first()
    {
        var goals = Enumerable.Range(0, 9).Select(i => Objective($"o{i}", "0")).ToArray();
        goals[7].Figures.Status = Status.AtRisk;
        goals[3].Figures.Status = Status.Missed;
        goals[0].Figures.Status = Status.Achieved;
        var late = KeyResult("late", "0", Under("objectives/o8"));
        late.Figures.Status = Status.AtRisk;
        Goal[] all = [.. goals, late, Kpi("k", "0", Under("keyResults/late"))];
        Assert.Equal(
            ["o7", "late", "o3", "o1", "… 7 more goals: 5 behind, 2 others: a higher terminal shows them"], Titles(Draw(all, height: 6)));
        Assert.Equal("11 goals: 2 at risk, 1 missed, 6 behind, 2 others", Draw(all, height: 2));
        Assert.Equal("11 goals: 2 at risk, 1 missed, 6 behind, 2 others", Draw(all, height: 1));
    }

    [Theory]
    [InlineData(12)]
    [InlineData(60)]
    [InlineData(120)]
    public void Nothing_is_wider_or_higher_than_the_terminal(int width)
    {
        Goal[] goals =
        [
            .. Enumerable.Range(0, 12).Select(i => Objective($"objective-{i}", "0.5", i == 0 ? [] : [Under($"objectives/objective-{i - 1}")])),
            KeyResult("a-key-result-with-a-long-name", "0.25", Under("objectives/objective-11", "0.333333"), Under("objectives/objective-3", counts: false)),
        ];
        foreach (var goal in goals)
        {
            goal.Owner = "Somebody with a long name";
            goal.Figures.CheckInOverdue = true;
            goal.Figures.Expected = new ExactNumber { Decimal = "0.9" };
        }

        for (var height = 1; height < 30; height++)
        {
            var lines = Draw(goals, height, width).Split('\n');
            Assert.InRange(lines.Length, 1, height);
            Assert.All(lines, line => Assert.InRange(CellText.Width(line), 0, width));
        }
    }

    private static string Draw(Goal[] goals, int height, int width = 100) =>
        Text(new FittingTable(goals, new GoalBook(goals), ShownTime.Utc, width, height).Draw(), width);

    private static IEnumerable<string> Titles(string drawing) =>
        drawing.Split('\n')[1..].Select(line => line.StartsWith('…') ? line : line[..line.IndexOfAny(['█', '·'])].TrimEnd());
}
