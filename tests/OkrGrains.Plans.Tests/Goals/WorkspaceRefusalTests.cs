namespace OkrGrains.Plans.Tests.Goals;

public sealed class WorkspaceRefusalTests
{
    [Theory]
    [InlineData("{}", "workspace", "MISSING_KEY")]
    [InlineData("{workspace: My Airline}", "workspace", "BAD_ID")]
    [InlineData("{workspace: w, goals: []}", "goals", "UNKNOWN_KEY")]
    [InlineData("{workspace: w, id: w}", "id", "UNKNOWN_KEY")]
    [InlineData("{workspace: w, workspace: v}", "workspace", "DUPLICATE_KEY")]
    [InlineData("{workspace: w, timeZone: Mars/Olympus}", "timeZone", "BAD_TIME_ZONE")]
    [InlineData("{workspace: w, timeZone: [UTC]}", "timeZone", "WRONG_TYPE")]
    [InlineData("{workspace: w, policy: strict}", "policy", "WRONG_TYPE")]
    [InlineData("{workspace: w, policy: {watch: 0.7}}", "policy.watch", "UNKNOWN_KEY")]
    [InlineData("{workspace: w, policy: {watchFrom: '0.7'}}", "policy.watchFrom", "BAD_NUMBER")]
    [InlineData("{workspace: w, policy: {behindAfter: 0.0000000005}}", "policy.behindAfter", "BAD_NUMBER")]
    [InlineData("{workspace: w, kpis: {a: {}}}", "kpis", "WRONG_TYPE")]
    [InlineData("{workspace: w, kpis: }", "kpis", "WRONG_TYPE")]
    [InlineData("{workspace: w, kpis: [a]}", "kpis[0]", "WRONG_TYPE")]
    [InlineData("{workspace: w, cycles: q1}", "cycles", "WRONG_TYPE")]
    [InlineData("{workspace: w, objectives: 3}", "objectives", "WRONG_TYPE")]
    [InlineData("{workspace: w, objectives: [[]]}", "objectives[0]", "WRONG_TYPE")]
    [InlineData("[]", "", "WRONG_TYPE")]
    [InlineData("plan", "", "WRONG_TYPE")]
    public void The_plan_itself(string plan, string place, string reason) => Refusal.Only(plan, place, reason);

    [Fact]
    public void All_faults_are_told_in_the_order_of_the_text()
    {
        var reading = Refusal.Read("""
            workspace: W
            kpis:
              - {id: a, target: '8', colour: red}
              - {id: a}
            cycles:
              - {id: c, start: 2026-01-01, end: 2026-01-01}
            objectives:
              - {id: o, cycle: d, keyResults: [{id: r, kpi: b}]}
            """);

        Assert.Null(reading.Plan);
        Assert.Equal(
            [
                ("workspace", 1, 12, "BAD_ID"),
                ("kpis[0].target", 3, 21, "BAD_NUMBER"),
                ("kpis[0].colour", 3, 26, "UNKNOWN_KEY"),
                ("kpis[1].id", 4, 10, "DUPLICATE_ID"),
                ("cycles[0].end", 6, 37, "END_NOT_AFTER_START"),
                ("objectives[0].cycle", 8, 20, "NO_SUCH_CYCLE"),
                ("objectives[0].keyResults[0].kpi", 8, 49, "NO_SUCH_KPI"),
            ],
            reading.Faults.Select(fault => (fault.Place, fault.Line, fault.Column, fault.Reason)));
    }

    [Fact]
    public void A_thousand_faults_are_listed_and_the_rest_counted()
    {
        var keys = string.Join(", ", Enumerable.Range(0, 5_000).Select(i => $"x{i}: 1"));

        var reading = Refusal.Read($"{{workspace: w, {keys}}}");

        Assert.Equal(1_001, reading.Faults.Length);
        Assert.Equal("x999", reading.Faults[999].Place);
        Assert.Equal(("TOO_MANY_FAULTS", "5000 faults in all; only the first 1000 found are listed"), (reading.Faults[1_000].Reason, reading.Faults[1_000].Message));
    }

    [Fact]
    public void Keys_are_quoted_short_and_on_one_line()
    {
        var fault = Assert.Single(Refusal.Read($"{{\"workspace\": \"w\", \"a\\nb{new string('c', 100)}\": 1}}").Faults);

        Assert.Equal(@"a\u000ab" + new string('c', 61) + "…", fault.Place);
    }
}
