namespace OkrGrains.Plans.Tests.Hints;

/// <summary>Plans as people write them at first: every fault comes at once, and says what was meant.</summary>
public sealed class FirstHourTests
{
    public static TheoryData<string, string, string, string> Faults() => new()
    {
        { "plan-first-naive-attempt-28-faults", "workspace", "BAD_ID", "write `acme-cloud`" },
        { "plan-first-naive-attempt-28-faults", "cycles[0].title", "UNKNOWN_KEY", "a cycle has no title" },
        { "plan-first-naive-attempt-28-faults", "kpis[0].000", "UNKNOWN_KEY", "write a number without commas" },
        { "plan-first-naive-attempt-28-faults", "kpis[0].type", "UNKNOWN_KEY", "write `signal: lagging`" },
        { "plan-first-naive-attempt-28-faults", "kpis[1].formula", "WRONG_TYPE", "write `{growth: monthly_revenue}`" },
        { "plan-first-naive-attempt-28-faults", "kpis[2].aggregation", "UNKNOWN_WORD", "write `last`" },
        { "plan-first-naive-attempt-28-faults", "kpis[2].target", "BAD_NUMBER", "write 10" },
        { "plan-first-naive-attempt-28-faults", "kpis[3].window", "UNKNOWN_WORD", "write `month`" },
        { "plan-first-naive-attempt-28-faults", "kpis[4].target", "BAD_NUMBER", "write `atMost: 24` and `strict: true`" },
        { "plan-first-naive-attempt-28-faults", "kpis[5].aggregation", "UNKNOWN_WORD", "write `average`" },
        { "plan-first-naive-attempt-28-faults", "kpis[5].min", "UNKNOWN_KEY", "write `atLeast`" },
        { "plan-first-naive-attempt-28-faults", "kpis[6].percent", "BAD_BOOLEAN", "not `yes`" },
        { "plan-first-naive-attempt-28-faults", "objectives[0].keyResults[0].increaseBy", "UNKNOWN_KEY", "`changeByPercent: 20`" },
        { "plan-first-naive-attempt-28-faults", "objectives[1].parent", "UNKNOWN_KEY", "write `parents: [{objective: csat}]`" },
        { "plan-first-naive-attempt-28-faults", "objectives[1].end", "UNKNOWN_KEY", "dates stand in `cycles`" },
        { "plan-german", "objectives[0].id", "BAD_ID", "write `groesse`" },
        { "plan-long-milestone", "objectives[0].keyResults[0].milestones[0].progress", "OUT_OF_RANGE", "50 % is 0.5" },
        { "plan-long-milestone", "objectives[0].keyResults[0].milestones[1].value", "UNKNOWN_KEY", "write `progress`; the keys here are date, progress" },
        { "plan-norway", "cycles[0].start", "BAD_DATE", "write 2026-04-01" },
        { "plan-norway", "cycles[0].end", "BAD_DATE", "write 2026-06-30" },
        { "plan-parent-string", "objectives[0].parents", "WRONG_TYPE", "write `[{objective: o2}]`" },
        { "plan-parent-string", "objectives[1].parents[0]", "WRONG_TYPE", "write `{objective: o1}`" },
        { "plan-plurals", "kpi", "UNKNOWN_KEY", "write `kpis`; the keys here are workspace, " },
        { "plan-plurals", "objective", "UNKNOWN_KEY", "write `objectives`" },
        { "plan-tab", "", "SYNTAX", "a tab cannot indent" },
        { "plan-target-words", "kpis[0].target", "BAD_NUMBER", "write 100000" },
        { "plan-target-words", "kpis[1].target", "BAD_NUMBER", "write 100000" },
        { "plan-tz", "timeZone", "BAD_TIME_ZONE", "such as Europe/Berlin" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_says_what_was_meant(string plan, string place, string reason, string meant)
    {
        var fault = Assert.Single(Read(plan).Faults, fault => fault.Place == place && fault.Reason == reason);

        Assert.Contains(meant, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fault_of_yaml_itself_names_its_token_and_hides_no_other_fault()
    {
        var quoted = Read("plan-first-naive-attempt-28-faults").Faults;
        var unquoted = Read("01-yaml-percent-unit-unquoted").Faults;

        var syntax = Assert.Single(unquoted, fault => fault.Reason == "SYNTAX");
        Assert.Equal((10, 102), (syntax.Line, syntax.Column));
        Assert.StartsWith("`%` ", syntax.Message, StringComparison.Ordinal);
        Assert.Equal(quoted.Select(Named), unquoted.Where(fault => fault != syntax).Select(Named));

        static (string, string) Named(PlanFault fault) => (fault.Place, fault.Reason);
    }

    private static PlanReading Read(string plan) =>
        PlanReader.Read(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "first-hour", plan + ".yaml")));
}
