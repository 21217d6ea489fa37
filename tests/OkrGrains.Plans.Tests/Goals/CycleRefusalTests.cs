namespace OkrGrains.Plans.Tests.Goals;

public sealed class CycleRefusalTests
{
    [Theory]
    [InlineData("{id: a, start: 2026-01-01}", "cycles[0].end", "MISSING_KEY")]
    [InlineData("{id: a, end: 2026-01-01}", "cycles[0].start", "MISSING_KEY")]
    [InlineData("{start: 2026-01-01, end: 2026-02-01}", "cycles[0].id", "MISSING_KEY")]
    [InlineData("{id: a, start: 2026-01-01, end: 2026-02-30}", "cycles[0].end", "BAD_DATE")]
    [InlineData("{id: a, start: 2025-02-29, end: 2026-02-01}", "cycles[0].start", "BAD_DATE")]
    [InlineData("{id: a, start: 2026-1-1, end: 2026-02-01}", "cycles[0].start", "BAD_DATE")]
    [InlineData("{id: a, start: 2026-01-01T00:00:00Z, end: 2026-02-01}", "cycles[0].start", "BAD_DATE")]
    [InlineData("{id: a, start: 2026-02-01, end: 2026-02-01}", "cycles[0].end", "END_NOT_AFTER_START")]
    [InlineData("{id: a, start: 2026-02-02, end: 2026-02-01}", "cycles[0].end", "END_NOT_AFTER_START")]
    [InlineData("{id: a, start: 2026-01-01, end: 2026-02-01, title: A}", "cycles[0].title", "UNKNOWN_KEY")]
    [InlineData("{id: a, start: 2026-01-01, end: 2026-02-01, closeAfter: P1M}", "cycles[0].closeAfter", "BAD_DURATION")]
    [InlineData("{id: A, start: 2026-01-01, end: 2026-02-01}", "cycles[0].id", "BAD_ID")]
    [InlineData("a", "cycles[0]", "WRONG_TYPE")]
    public void A_cycle(string cycle, string place, string reason) =>
        Refusal.Only($"{{workspace: w, cycles: [{cycle}]}}", place, reason);

    [Fact]
    public void A_later_cycle_of_the_same_id() => Refusal.Only(
        "{workspace: w, cycles: [{id: a, start: 2026-01-01, end: 2026-02-01}, {id: a, start: 2026-02-01, end: 2026-03-01}]}",
        "cycles[1].id",
        "DUPLICATE_ID");

    [Theory]
    [InlineData("{date: 2026-01-01, progress: 0.1}", "milestones[0].date", "OUTSIDE_CYCLE")]
    [InlineData("{date: 2026-04-01, progress: 0.1}", "milestones[0].date", "OUTSIDE_CYCLE")]
    [InlineData("{date: 2025-02-02, progress: 0.1}", "milestones[0].date", "OUTSIDE_CYCLE")]
    [InlineData("{date: 2026-02-01, progress: 0.5}, {date: 2026-02-01, progress: 0.5}", "milestones[1].date", "NOT_ASCENDING")]
    [InlineData("{date: 2026-02-02, progress: 0.5}, {date: 2026-02-01, progress: 0.5}", "milestones[1].date", "NOT_ASCENDING")]
    [InlineData("{date: 2026-02-01, progress: 0.5}, {date: 2026-03-01, progress: 0.499999999}", "milestones[1].progress", "PROGRESS_FALLS")]
    [InlineData("{date: 2026-02-01, progress: 1.1}", "milestones[0].progress", "OUT_OF_RANGE")]
    [InlineData("{date: 2026-02-01, progress: -0.1}", "milestones[0].progress", "OUT_OF_RANGE")]
    [InlineData("{date: 2026-02-01, progress: 50%}", "milestones[0].progress", "BAD_NUMBER")]
    [InlineData("{date: 2026-02-31, progress: 0.5}", "milestones[0].date", "BAD_DATE")]
    [InlineData("{date: 2026-02-01}", "milestones[0].progress", "MISSING_KEY")]
    [InlineData("{progress: 0.5}", "milestones[0].date", "MISSING_KEY")]
    [InlineData("{date: 2026-02-01, progress: 0.5, title: half}", "milestones[0].title", "UNKNOWN_KEY")]
    [InlineData("half", "milestones[0]", "WRONG_TYPE")]
    public void Milestones_of_an_objective_and_of_a_key_result(string milestones, string key, string reason)
    {
        Refusal.Only(Refusal.Objective($"cycle: q1, milestones: [{milestones}]"), "objectives[0]." + key, reason);
        Refusal.Only(Refusal.KeyResult($"milestones: [{milestones}]"), "objectives[0].keyResults[0]." + key, reason);
    }

    [Fact]
    public void Milestones_without_a_cycle()
    {
        Refusal.Only(Refusal.Objective("milestones: [{date: 2026-02-01, progress: 0.5}]"), "objectives[0].milestones", "NO_MEANING");
        Refusal.Only(Refusal.Objective("keyResults: [{id: r, milestones: []}]"), "objectives[0].keyResults[0].milestones", "NO_MEANING");
    }

    [Theory]
    [InlineData("{id: a, start: 0001-01-01, end: 9999-12-31, closeAfter: P7DT1H}")]
    [InlineData("{id: a, start: '2026-01-01', end: \"2026-01-02\", closeAfter: PT0S}")]
    public void Accepted(string cycle) => Refusal.None($"{{workspace: w, cycles: [{cycle}]}}");

    [Fact]
    public void Milestones_may_stand_still_and_reach_one() => Refusal.None(Refusal.Objective(
        "cycle: q1, milestones: [{date: 2026-01-02, progress: 0}, {date: 2026-02-01, progress: 1}, {date: 2026-03-31, progress: 1.0}]"));
}
