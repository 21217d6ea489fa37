using OkrGrains.Model.Goals;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Time;
using OkrGrains.Storage.Records;

namespace OkrGrains.Storage.Tests.Support;

internal static class Samples
{
    public static StoredReading Reading(long sequence, double value = 1.5, long producer = 1) =>
        new(new Instant(1_000_000 + (sequence * 10)), value, producer, sequence);

    public static StateSave Save(long goal, long expected, long revision = 0, long? validUntil = null, byte body = 7) =>
        new(goal, expected, revision, new Instant(5_000), validUntil is { } until ? new Instant(until) : null, new[] { body, (byte)0, body });

    public static ReadingAppend Append(long goal, long expected, params StoredReading[] readings) =>
        new(readings.Length == 0 ? new[] { Reading(goal) } : readings, Save(goal, expected));

    public static AmendmentAppend Amend(long goal, long expected, long sequence, double? value, long producer = 1) =>
        new(new ReadingAmendment(producer, sequence, value, "ann", "typo"), Save(goal, expected));

    public static GoalDefinition Kpi(long goal, string id, int ordinal = 0, bool removed = false) =>
        new(goal, new GoalName(GoalKind.Kpi, id), null, ordinal, removed, new byte[] { 1, (byte)goal });

    public static GoalDefinition Objective(long goal, string id) => Kpi(goal, id) with { Name = new GoalName(GoalKind.Objective, id) };

    public static EdgeRow Edge(long child, long parent, int ordinal = 0) =>
        new(child, ReadPoint.Now, parent, EdgeRole.Aligned, ordinal, Weight.One, null);

    public static DefinitionCommit Define(long expected, params GoalDefinition[] goals) => new(
        "w", expected, "ann", "because", new byte[] { 9, 9 }, goals, [.. goals.Select(goal => goal.Goal)], [], []);

    public static Final Final(long goal, long score = 700_000_000) => new(goal, new Portion(score), Portion.One, Grade.Green);

    public static ClosingCommit Close(string cycle, params long[] goals) => new(
        ClosingKind.Closed, cycle, new Instant(6_000), new ClosingCut(1, new Instant(7_000)), [.. goals.Select(goal => Final(goal))]);

    public static NewCheckIn CheckIn(long goal, long number, string request = "", StoredReading? reading = null) =>
        new(goal, number, "ann", "going well", new Portion(800_000_000), request, reading);

    public static async Task<GoalRecord> RecordAsync(IGoalStore store, long goal) =>
        (await store.ReadSubtreeAsync(goal, combiner: null, SubtreeScope.Whole, default))!.Record;

    public static async Task<List<StoredReadings>> HistoryAsync(IGoalStore store, long goal, long upTo = long.MaxValue)
    {
        var history = new List<StoredReadings>();
        await foreach (var commit in store.ReadHistoryAsync(goal, upTo, default))
        {
            history.Add(commit);
        }

        return history;
    }
}
