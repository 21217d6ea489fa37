using OkrGrains.Storage.Sqlite.Checks;

namespace OkrGrains.Storage.Tests.Sqlite;

public sealed class VerificationTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_sound_store_has_no_faults_while_it_is_served_and_afterwards()
    {
        await using (var store = _folder.Open())
        {
            await FillAsync(store);
            Assert.Equal((8, 3, 0), Verify());
        }

        Assert.Equal((8, 3, 0), Verify());
    }

    [Theory]
    [InlineData("UPDATE chunks SET accepted_at = accepted_at + 1 WHERE position = 4", "The chunk of readings of 4 does not match its checksum.")]
    [InlineData("DELETE FROM chunks WHERE position = 4", "Commit 5 says that goal 1 has readings of commit 4 before it, not of 3.")]
    [InlineData("DELETE FROM states WHERE goal = 1", "Goal 1 has readings and no state.")]
    [InlineData("UPDATE states SET stale_at = 5", "The state of 1 does not match its checksum.")]
    [InlineData("UPDATE changes SET author = 'eve'", "The change of commit 2 does not match its checksum.")]
    [InlineData("UPDATE revisions SET body = x'00'", "Revision 2 of goal 1 does not match its checksum.")]
    [InlineData("UPDATE closings SET final_at = 1", "The closing of 6 does not match its checksum.")]
    [InlineData("UPDATE finals SET score = 1", "The final of commit 6 of 1 does not match its checksum.")]
    [InlineData("DELETE FROM finals", "The closing of commit 6 has 0 finals, not 1.")]
    [InlineData("DELETE FROM closings", "Commit 6 has finals and no closing.")]
    [InlineData("UPDATE check_ins SET note = 'badly'", "The check-in 1 of 1 does not match its checksum.")]
    [InlineData("DELETE FROM check_ins WHERE number = 1", "Check-in 1 on goal 1 is missing.")]
    [InlineData("UPDATE incarnations SET id = 1", "The incarnation of 1 does not match its checksum.")]
    [InlineData("DELETE FROM incarnations", "The incarnations of the store are missing.")]
    [InlineData("DELETE FROM counters", "The counters of the store are missing.")]
    [InlineData("UPDATE counters SET next_goal = 9", "The counters of the store do not match their checksum.")]
    public async Task Each_fault_has_its_line(string damage, string line)
    {
        await using (var store = _folder.Open())
        {
            await FillAsync(store);
        }

        _folder.Execute(damage);
        Assert.Contains(line, StoreVerification.Run(_folder.Path, default).Faults);
    }

    [Theory]
    [InlineData("UPDATE amendments SET reason = 'lie'", "The amendment of 9 does not match its checksum.")]
    [InlineData("DELETE FROM amendments", "The amendment that commit 9 holds for goal 1 is missing.")]
    [InlineData("DELETE FROM chunks WHERE position = 9", "There is an amendment of commit 9 for goal 1, which the commit says nothing of.")]
    public async Task Each_fault_of_an_amendment_has_its_line(string damage, string line)
    {
        await FillAmendedAsync(sequence: 1);
        Assert.Equal((9, 3, 0), Verify());
        _folder.Execute(damage);
        Assert.Contains(line, StoreVerification.Run(_folder.Path, default).Faults);
    }

    [Fact]
    public async Task An_amendment_of_a_reading_that_the_goal_does_not_hold_is_a_fault()
    {
        await FillAmendedAsync(sequence: 99);
        Assert.Equal(
            ["Reading 99 of producer 1 is amended, and goal 1 does not hold it."], StoreVerification.Run(_folder.Path, default).Faults);
    }

    [Fact]
    public async Task A_store_behind_its_ack_watermark_is_faulty()
    {
        await using (var store = _folder.Open())
        {
            await FillAsync(store);
        }

        var watermark = File.ReadAllBytes(_folder.Watermark);
        await using (var store = _folder.Open())
        {
            await store.AppendAsync(Samples.Append(2, 0), default);
        }

        using var behind = new TestFolder();
        File.Copy(_folder.Watermark, behind.Watermark);
        File.WriteAllBytes(_folder.Watermark, watermark);
        _folder.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        Assert.Equal((9, 4, 0), Verify());

        await using (var older = behind.Open(openWatermark: static path => OkrGrains.Storage.Sqlite.Connection.WatermarkFile.Open(path + ".other")))
        {
            await FillAsync(older);
        }

        Assert.Equal(
            ["Commit 9 was acknowledged, but the last one of the store is 8."], StoreVerification.Run(behind.Path, default).Faults);
    }

    [Fact]
    public void A_folder_without_a_store_is_refused() =>
        Assert.Throws<StoreRefusedException>(() => StoreVerification.Run(_folder.Path, default));

    internal static async Task FillAsync(IGoalStore store)
    {
        var goal = await store.ReserveGoalNumbersAsync(1, default);
        await store.DefineAsync(Samples.Define(0, Samples.Kpi(goal, "a")), default);
        var position = await store.AppendAsync(Samples.Append(1, 0), default);
        position = await store.AppendAsync(Samples.Append(1, position), default);
        await store.AppendAsync(Samples.Append(1, position), default);
        var revision = (await store.ReadWorkspaceAsync("w", default))!.Revision;
        await store.DefineAsync(Samples.Define(revision) with { Touched = [goal], Closing = Samples.Close("q1", goal) }, default);
        await store.AddCheckInAsync(Samples.CheckIn(goal, 1), default);
        await store.AddCheckInAsync(Samples.CheckIn(goal, 2), default);
    }

    private async Task FillAmendedAsync(long sequence)
    {
        await using var store = _folder.Open();
        await FillAsync(store);
        var state = await store.ReadStateAsync(1, default);
        await store.AmendAsync(Samples.Amend(1, state!.Position, sequence, 4), default);
    }

    private (long, long, int) Verify()
    {
        var found = StoreVerification.Run(_folder.Path, default);
        return (found.Position, found.Readings, found.Faults.Count);
    }
}
