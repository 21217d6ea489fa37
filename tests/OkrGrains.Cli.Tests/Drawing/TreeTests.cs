using OkrGrains.Cli.Drawing;
using OkrGrains.Contracts.V1;
using static OkrGrains.Cli.Tests.Drawing.Goals;

namespace OkrGrains.Cli.Tests.Drawing;

public sealed class TreeTests
{
    [Fact]
    public void A_tree_shows_who_reads_whom_and_how_far_each_is()
    {
        var value = Kpi("delay", "0.75", Under("keyResults/faster"));
        value.Unit = "min";
        value.Figures.Value = new ExactNumber { Decimal = "12345.6789" };
        var drawing = Draw(Rows(TreeDetail.Kpis, Objective("top", "0.29"), KeyResult("faster", "1.25", Under("objectives/top", "2")), value), 100);
        Assert.Equal(
            """
            goal         score bar       score value          status id
            top          ████··········  29.0%                behind top
            └─ faster ×2 ██████████████ 125.0%                behind faster
               └─ delay  ██████████▌···  75.0% 12,345.679 min watch  delay
            """,
            drawing);
    }

    [Fact]
    public void A_goal_with_two_parents_stands_under_both_and_unfolds_under_the_first_in_which_it_counts()
    {
        var rows = Rows(
            TreeDetail.KeyResults,
            Objective("a", "0"),
            Objective("b", "0"),
            Objective("shared", "0", Under("objectives/a", "0"), Under("objectives/b")),
            KeyResult("below", "0", Under("objectives/shared")));
        Assert.Equal(
            ["a", "└─ shared (idle, elsewhere)", "b", "└─ shared", "   └─ below"],
            rows.Select(row => row.Guides + row.Goal.Title + (row.Idle ? " (idle" : "") + (row.DrawnElsewhere ? ", elsewhere)" : "")));
    }

    [Fact]
    public void Key_results_come_before_objectives_and_those_before_kpis()
    {
        var rows = Rows(
            TreeDetail.Kpis,
            Kpi("unread", "0"),
            Kpi("k", "0", Under("keyResults/kr")),
            Objective("below", "0", Under("objectives/top")),
            KeyResult("kr", "0", Under("objectives/top")),
            Objective("top", "0"));
        Assert.Equal(["top", "kr", "k", "below", "unread"], rows.Select(row => row.Goal.Title));
    }

    [Fact]
    public void Paths_that_meet_again_and_again_give_a_line_for_each_link()
    {
        // Both goals of each of the 20 levels read both goals of the next level, which makes a million paths.
        var goals = new List<Goal> { Objective("l0a", "0"), Objective("l0b", "0") };
        for (var level = 1; level < 20; level++)
        {
            GoalLink[] both = [Under($"objectives/l{level - 1}a"), Under($"objectives/l{level - 1}b")];
            goals.Add(Objective($"l{level}a", "0", both));
            goals.Add(Objective($"l{level}b", "0", both));
        }

        Assert.Equal(2 + (19 * 4), GoalRows.Of(new GoalForest(goals), TreeDetail.Kpis).Count);
    }

    [Fact]
    public void A_long_title_is_cut_and_what_a_narrow_terminal_hides_is_counted()
    {
        var goal = Objective("airline-of-choice", "1");
        goal.Title = "Be the airline that people choose when they may choose";
        goal.Owner = "operations";
        Assert.Equal(
            """
            goal                      score status
            Be the airline that peo… 100.0% behind
            3 columns hidden: score bar, owner, id
            """,
            Draw(Rows(TreeDetail.Kpis, goal), 38));
    }

    [Theory]
    [InlineData("日本語のとても長い題名です", "日本語のとても長い題…")]
    [InlineData("three 🎉🎉🎉 and more of them", "three 🎉🎉🎉 and more…")]
    public void A_title_is_cut_by_the_cells_that_it_takes(string title, string cut) => Assert.Equal(cut, CellText.Cut(title, 22));

    [Fact]
    public void The_same_id_of_two_kinds_is_shown_with_its_kind()
    {
        var drawing = Draw(Rows(TreeDetail.Kpis, Objective("top", "0"), KeyResult("delay", "0", Under("objectives/top")), Kpi("delay", "0", Under("keyResults/delay"))), 120);
        Assert.Equal(["id", "top", "keyResults/delay", "kpis/delay"], drawing.Split('\n').Select(line => line.Split(' ')[^1]));
    }

    [Fact]
    public void A_subtree_holds_a_goal_and_all_that_it_reads()
    {
        Goal[] goals = [Objective("top", "0"), Objective("a", "0", Under("objectives/top")), KeyResult("kr", "0", Under("objectives/a")), Kpi("k", "0")];
        Assert.Equal(["a", "kr"], GoalForest.Subtree(goals, "workspaces/w/objectives/a").Select(goal => goal.Title).Order());
    }

    private static IReadOnlyList<GoalRow> Rows(TreeDetail detail, params Goal[] goals) => GoalRows.Of(new GoalForest(goals), detail);
}
