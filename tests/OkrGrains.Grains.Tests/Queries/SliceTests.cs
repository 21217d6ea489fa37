using OkrGrains.Model.Definitions;
using OkrGrains.Model.Evaluation;
using OkrGrains.Model.Goals;
using OkrGrains.Plans;
using OkrGrains.TestKit.Histories;

namespace OkrGrains.Grains.Tests.Queries;

public sealed class SliceTests
{
    [Fact]
    public void A_goal_is_worth_the_same_in_its_slice_of_a_random_plan_and_the_slice_is_a_plan_without_faults()
    {
        var goals = 0;
        for (var seed = 0; seed < 60; seed++)
        {
            var plan = PlanReader.Read(new RandomPlan("w", seed, SmallTree.At).Write()).Plan!;
            var readings = new RandomReadings(seed, SmallTree.At).Next(plan, 60).Select(reading => reading.ToGoalReading()).ToList();
            var whole = Evaluator.Evaluate(plan, readings, SmallTree.At);
            foreach (var name in NamesOf(plan))
            {
                var slice = PlanReader.Read(DefinitionJson.Write(PlanSlice.Of(plan, [name])));
                Assert.True(slice.IsAccepted, $"seed {seed}, {name}: {string.Join(", ", slice.Faults)}");
                var part = Evaluator.Evaluate(slice.Plan, readings, SmallTree.At);
                Assert.True(whole.Of(name) == part.Of(name), $"seed {seed}, {name}: {whole.Of(name)} became {part.Of(name)}");
                goals++;
            }
        }

        Assert.InRange(goals, 300, int.MaxValue);
    }

    [Fact]
    public void A_written_plan_is_read_as_it_was()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var plan = PlanReader.Read(new RandomPlan("w", seed, SmallTree.At).Write()).Plan!;
            var written = DefinitionJson.Write(plan);
            Assert.Equal(written, DefinitionJson.Write(PlanReader.Read(written).Plan!));
            Assert.Equal(NamesOf(plan), NamesOf(PlanReader.Read(written).Plan!));
        }
    }

    [Fact]
    public void Renaming_every_goal_there_and_back_changes_nothing_and_no_number_in_between()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var plan = PlanReader.Read(new RandomPlan("w", seed, SmallTree.At).Write()).Plan!;
            var readings = new RandomReadings(seed, SmallTree.At).Next(plan, 40).Select(reading => reading.ToGoalReading()).ToList();
            GoalName New(GoalName name) => name with { Id = name.Id + "-x" };
            var there = new Renaming(NamesOf(plan).ToDictionary(name => name, name => New(name).Id)).Of(plan);
            var back = new Renaming(NamesOf(plan).ToDictionary(New, name => name.Id)).Of(there);
            Assert.Equal(DefinitionJson.Write(plan), DefinitionJson.Write(back));
            var before = Evaluator.Evaluate(plan, readings, SmallTree.At);
            var after = Evaluator.Evaluate(there, [.. readings.Select(reading => reading with { Goal = New(reading.Goal) })], SmallTree.At);
            Assert.All(NamesOf(plan), name => Assert.True(before.Of(name) == after.Of(New(name)), $"seed {seed}, {name}"));
        }
    }

    private static List<GoalName> NamesOf(Plan plan) =>
    [
        .. plan.Kpis.Select(kpi => new GoalName(GoalKind.Kpi, kpi.Id)),
        .. plan.Objectives.SelectMany(objective => objective.KeyResults.Select(keyResult => new GoalName(GoalKind.KeyResult, keyResult.Id))),
        .. plan.Objectives.Select(objective => new GoalName(GoalKind.Objective, objective.Id)),
    ];
}
