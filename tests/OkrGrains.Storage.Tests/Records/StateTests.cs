using OkrGrains.Model.Time;
using OkrGrains.Storage.Records;

namespace OkrGrains.Storage.Tests.Records;

public abstract class StateTests(StoreHome home) : StoreContract(home)
{
    [Fact]
    public async Task A_state_comes_back_as_saved()
    {
        await using var store = Home.OpenStore();
        Assert.Null(await store.ReadStateAsync(1, default));
        var save = new StateSave(1, 0, 3, new Instant(-5), new Instant(99), new byte[] { 1, 2, 3 });

        Assert.Equal(0, await store.SaveStateAsync(save, default));

        var row = await store.ReadStateAsync(1, default);
        Assert.Equal(row! with { Body = default }, new StateRow(1, 3, 0, new Instant(-5), new Instant(99), default));
        Assert.Equal(save.Body.ToArray(), row.Body.ToArray());
    }

    [Fact]
    public async Task An_empty_body_stays_empty()
    {
        await using var store = Home.OpenStore();
        await store.SaveStateAsync(Samples.Save(1, 0) with { Body = default }, default);
        Assert.Equal(0, (await store.ReadStateAsync(1, default))!.Body.Length);
    }

    [Fact]
    public async Task A_save_without_readings_keeps_the_position()
    {
        await using var store = Home.OpenStore();
        var position = await store.AppendAsync(Samples.Append(1, 0), default);
        Assert.Equal(position, await store.SaveStateAsync(Samples.Save(1, position, body: 8), default));
        var row = await store.ReadStateAsync(1, default);
        Assert.Equal(position, row!.Position);
        Assert.Equal(new byte[] { 8, 0, 8 }, row.Body.ToArray());
    }

    [Fact]
    public async Task A_write_that_expects_another_position_is_a_conflict_and_changes_nothing()
    {
        await using var store = Home.OpenStore();
        var position = await store.AppendAsync(Samples.Append(1, 0), default);
        await Assert.ThrowsAsync<StoreConflictException>(async () => await store.AppendAsync(Samples.Append(1, 0), default));
        await Assert.ThrowsAsync<StoreConflictException>(
            async () => await store.SaveStateAsync(Samples.Save(1, position + 1, body: 9), default));
        Assert.Single(await Samples.HistoryAsync(store, 1));
        Assert.Equal(7, (await store.ReadStateAsync(1, default))!.Body.Span[0]);
        Assert.Equal(position, store.LastPosition);
    }

    [Fact]
    public async Task A_write_under_an_older_revision_is_a_conflict()
    {
        await using var store = Home.OpenStore();
        await store.SaveStateAsync(Samples.Save(1, 0, revision: 4), default);
        await Assert.ThrowsAsync<StoreConflictException>(
            async () => await store.SaveStateAsync(Samples.Save(1, 0, revision: 3), default));
        await store.SaveStateAsync(Samples.Save(1, 0, revision: 4), default);
    }

    [Fact]
    public async Task Conflicts_are_found_after_a_restart_too()
    {
        long position;
        await using (var store = Home.OpenStore())
        {
            position = await store.AppendAsync(Samples.Append(1, 0), default);
        }

        await using var again = Home.OpenStore();
        await Assert.ThrowsAsync<StoreConflictException>(async () => await again.AppendAsync(Samples.Append(1, 0), default));
        Assert.Equal(position + 1, await again.AppendAsync(Samples.Append(1, position), default));
    }

    [Fact]
    public async Task States_are_stale_from_the_instant_that_they_are_valid_until()
    {
        await using var store = Home.OpenStore();
        await store.SaveStateAsync(Samples.Save(1, 0, validUntil: 100), default);
        await store.SaveStateAsync(Samples.Save(2, 0), default);
        await store.SaveStateAsync(Samples.Save(3, 0, validUntil: 50), default);
        await store.SaveStateAsync(Samples.Save(4, 0, validUntil: 101), default);

        Assert.Empty(await StaleAsync(store, new Instant(49)));
        Assert.Equal([3, 1], await StaleAsync(store, new Instant(100)));
        Assert.Equal([new StaleState(new Instant(50), 3)], await store.ReadStaleAsync(new Instant(100), StaleState.BeforeAll, 1, default));
        Assert.Equal(
            [new StaleState(new Instant(100), 1)],
            await store.ReadStaleAsync(new Instant(100), new StaleState(new Instant(50), 3), 10, default));

        await store.SaveStateAsync(Samples.Save(3, 0, validUntil: 500), default);
        Assert.Equal([1, 4], await StaleAsync(store, new Instant(400)));
    }

    [Fact]
    public async Task States_are_stale_once_their_goal_is_touched_and_not_when_it_is_removed()
    {
        await using var store = Home.OpenStore();
        await store.ReserveGoalNumbersAsync(3, default);
        var first = await store.DefineAsync(Samples.Define(0, Samples.Kpi(1, "a"), Samples.Kpi(2, "b"), Samples.Kpi(3, "c")), default);
        foreach (var goal in new long[] { 1, 2, 3 })
        {
            await store.SaveStateAsync(Samples.Save(goal, 0, first), default);
        }

        Assert.Empty(await StaleAsync(store, Instant.Latest));
        var touch = Samples.Define(first, Samples.Kpi(2, "b", removed: true)) with { Touched = [1, 2] };
        var second = await store.DefineAsync(touch, default);
        Assert.Equal([1], await StaleAsync(store, Instant.Earliest));

        await store.SaveStateAsync(Samples.Save(1, 0, first), default);
        Assert.Equal([1], await StaleAsync(store, Instant.Earliest));
        await store.SaveStateAsync(Samples.Save(1, 0, second), default);
        Assert.Empty(await StaleAsync(store, Instant.Latest));

        await store.DefineAsync(Samples.Define(second, Samples.Kpi(2, "b")), default);
        Assert.Equal([2], await StaleAsync(store, Instant.Earliest));
    }

    [Fact]
    public async Task States_of_any_size_and_instant_replace_one_another()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        await using var store = Home.OpenStore();
        var saved = new Dictionary<long, StateSave>();
        for (var instant = 0L; instant < 300; instant++)
        {
            var body = new byte[random.Next(random.Next(10) == 0 ? 9_000 : 80)];
            random.NextBytes(body);
            var until = random.Next(3) switch { 0 => (Instant?)null, 1 => new Instant(1_000), _ => new Instant(random.NextInt64(1L << 45)) };
            var save = new StateSave(random.Next(1, 4), 0, 0, new Instant(instant << random.Next(30)), until, body);
            save = saved.TryGetValue(save.Goal, out var before) && before.EvaluatedAt > save.EvaluatedAt ? save with { EvaluatedAt = before.EvaluatedAt } : save;
            await store.SaveStateAsync(save, default);
            saved[save.Goal] = save;
            foreach (var expected in saved.Values)
            {
                var row = (await store.ReadStateAsync(expected.Goal, default))!;
                Assert.True(row.Body.Span.SequenceEqual(expected.Body.Span), $"seed {seed}");
                Assert.True((row.EvaluatedAt, row.ValidUntil) == (expected.EvaluatedAt, expected.ValidUntil), $"seed {seed}");
            }
        }

        var stale = saved.Values.Where(save => save.ValidUntil is not null).OrderBy(save => save.ValidUntil!.Value.UnixMillis).ThenBy(save => save.Goal);
        Assert.Equal(stale.Select(save => save.Goal), await StaleAsync(store, Instant.Latest));
    }

    [Fact]
    public async Task Goals_are_paged_by_the_span_of_commits_that_last_wrote_their_states()
    {
        await using var store = Home.OpenStore();
        var first = await store.AppendAsync(Samples.Append(7, 0), default);
        var second = await store.AppendAsync(Samples.Append(3, 0), default);
        var third = await store.AppendAsync(Samples.Append(7, first), default);

        Assert.Equal([3, 7], await store.ReadCommittedAsync(0, third, 0, 10, default));
        Assert.Equal([3], await store.ReadCommittedAsync(0, third, 0, 1, default));
        Assert.Equal([7], await store.ReadCommittedAsync(0, third, 3, 10, default));
        Assert.Equal([7], await store.ReadCommittedAsync(second, third, 0, 10, default));
        Assert.Empty(await store.ReadCommittedAsync(second, third - 1, 0, 10, default));
    }

    [Fact]
    public async Task The_clock_seen_only_rises_and_survives_a_restart()
    {
        await using (var store = Home.OpenStore())
        {
            Assert.Null(store.ClockSeen);
            await store.RecordClockAsync(new Instant(500), default);
            await store.RecordClockAsync(new Instant(400), default);
            Assert.Equal(new Instant(500), store.ClockSeen);
        }

        await using var again = Home.OpenStore();
        Assert.Equal(new Instant(500), again.ClockSeen);
    }

    [Fact]
    public async Task A_listener_hears_of_a_commit_before_its_writer_does_until_it_ends()
    {
        await using var store = Home.OpenStore();
        var told = new List<CommitNotice>();
        using (store.Listen(told.Add))
        {
            await store.SaveStateAsync(Samples.Save(1, 0, validUntil: 100), default);
            Assert.Equal(new CommitNotice(new Instant(100), null), Assert.Single(told));
            await store.RecordClockAsync(new Instant(500), default);
            Assert.Equal(new CommitNotice(null, new Instant(500)), told[^1]);
            await store.SaveStateAsync(Samples.Save(1, 0), default);
            Assert.Equal(new CommitNotice(null, new Instant(500)), told[^1]);
        }

        await store.RecordClockAsync(new Instant(600), default);
        Assert.Equal(3, told.Count);
    }

    private static async Task<IEnumerable<long>> StaleAsync(IGoalStore store, Instant at) =>
        (await store.ReadStaleAsync(at, StaleState.BeforeAll, 10, default)).Select(state => state.Goal);
}
