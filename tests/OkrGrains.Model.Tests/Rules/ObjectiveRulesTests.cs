using OkrGrains.Model.Definitions;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Rules;
using OkrGrains.Model.Time;

namespace OkrGrains.Model.Tests.Rules;

public sealed class ObjectiveRulesTests
{
    [Theory]
    [InlineData(RollUpSource.Both, true, true)]
    [InlineData(RollUpSource.KeyResults, true, false)]
    [InlineData(RollUpSource.Aligned, false, true)]
    public void From_says_which_contributions_count(RollUpSource from, bool keyResults, bool objectives)
    {
        Assert.Equal(keyResults, from.Takes(GoalKind.KeyResult));
        Assert.Equal(objectives, from.Takes(GoalKind.Objective));
        Assert.False(from.Takes(GoalKind.Kpi));
    }

    [Fact]
    public void Contributions_finish_by_the_rules_of_the_objective()
    {
        var objective = new ObjectiveDefinition { Id = "o", RollUp = RollUpKind.Minimum, NoData = NoDataRule.Exclude };
        var total = default(RollUp).Add(Weight.One, new(300_000_000), Portion.One).Add(Weight.One, Portion.Zero, Portion.Zero);
        Assert.Equal(
            new GoalFigures { Score = new(300_000_000), Coverage = new(500_000_000), Status = Status.OnTrack },
            ObjectiveRules.Figures(objective, null, new Policy(), Zone.Utc, total, new(0)));
    }

    [Fact]
    public void Without_contributions_there_is_no_data() => Assert.Equal(
        new GoalFigures { Score = Portion.Zero, Coverage = Portion.Zero, Status = Status.NoData, NoData = NoDataReason.NothingBelow },
        ObjectiveRules.Figures(new() { Id = "o" }, null, new Policy(), Zone.Utc, default, new(0)));
}
