namespace OkrGrains.Plans.Tests.Goals;

public sealed class ObjectiveRefusalTests
{
    [Theory]
    [InlineData("unit: min", "unit", "UNKNOWN_KEY")]
    [InlineData("kpi: scored", "kpi", "UNKNOWN_KEY")]
    [InlineData("weight: 3", "weight", "UNKNOWN_KEY")]
    [InlineData("cycle: q3", "cycle", "NO_SUCH_CYCLE")]
    [InlineData("cycle: Q1", "cycle", "BAD_ID")]
    [InlineData("cycle:", "cycle", "WRONG_TYPE")]
    [InlineData("commitment: firm", "commitment", "UNKNOWN_WORD")]
    [InlineData("kind: output", "kind", "UNKNOWN_WORD")]
    [InlineData("tier: top", "tier", "UNKNOWN_WORD")]
    [InlineData("from: keyresults", "from", "UNKNOWN_WORD")]
    [InlineData("rollup: sum", "rollup", "UNKNOWN_WORD")]
    [InlineData("noData: one", "noData", "UNKNOWN_WORD")]
    [InlineData("keyResults: {id: r}", "keyResults", "WRONG_TYPE")]
    [InlineData("keyResults: [r]", "keyResults[0]", "WRONG_TYPE")]
    [InlineData("keyResults: [{kpi: scored}]", "keyResults[0].id", "MISSING_KEY")]
    [InlineData("parents: other", "parents", "WRONG_TYPE")]
    [InlineData("parents: [other]", "parents[0]", "WRONG_TYPE")]
    [InlineData("parents: [{weight: 2}]", "parents[0].objective", "MISSING_KEY")]
    [InlineData("parents: [{objective: other, keyResult: rolled}]", "parents[0]", "TWO_PARENTS")]
    [InlineData("parents: [{objective: other, share: 2}]", "parents[0].share", "UNKNOWN_KEY")]
    [InlineData("parents: [{objective: other, weight: 1.2345678}]", "parents[0].weight", "BAD_NUMBER")]
    [InlineData("parents: [{objective: Other}]", "parents[0].objective", "BAD_ID")]
    [InlineData("parents: [{objective: missing}]", "parents[0].objective", "NO_SUCH_OBJECTIVE")]
    [InlineData("parents: [{objective: rolled}]", "parents[0].objective", "NO_SUCH_OBJECTIVE")]
    [InlineData("parents: [{keyResult: other}]", "parents[0].keyResult", "NO_SUCH_KEY_RESULT")]
    [InlineData("parents: [{objective: other}, {keyResult: rolled}, {objective: other}]", "parents[2].objective", "DUPLICATE_REFERENCE")]
    [InlineData("parents: [{objective: o}]", "parents[0].objective", "LINK_CYCLE")]
    [InlineData("keyResults: [{id: r}], parents: [{keyResult: r}]", "parents[0].keyResult", "LINK_CYCLE")]
    public void A_key_of_an_objective(string keys, string key, string reason) =>
        Refusal.Only(Refusal.Objective(keys), "objectives[0]." + key, reason);

    [Fact]
    public void A_later_objective_of_the_same_id() =>
        Refusal.Only("{workspace: w, objectives: [{id: a}, {id: a}]}", "objectives[1].id", "DUPLICATE_ID");

    [Theory]
    [InlineData("cycle: q1, commitment: committed, kind: performance, tier: tactical, priority: 1")]
    [InlineData("from: aligned, rollup: minimum, noData: exclude, keyResults: [], parents: []")]
    [InlineData("parents: [{objective: other, weight: 0}, {keyResult: rolled}]")]
    [InlineData("keyResults: [{id: o, kpi: scored}]")]
    public void Accepted(string keys) => Refusal.None(Refusal.Objective(keys));
}
