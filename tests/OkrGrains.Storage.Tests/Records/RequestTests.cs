using OkrGrains.Storage.Records;
using OkrGrains.Storage.Sqlite.Checks;

namespace OkrGrains.Storage.Tests.Records;

public sealed class RequestTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_request_is_found_after_a_restart_in_its_workspace_alone()
    {
        long position;
        await using (var store = _folder.Open())
        {
            position = await store.RecordRequestAsync(Request("one", 1, answer: [4, 5]), default);
            await store.RecordRequestAsync(Request("one", 2, workspace: "other"), default);
        }

        await using var again = _folder.Open();
        var row = (await again.FindRequestAsync("w", "one", default))!;
        Assert.Equal((position, "w", "one"), (row.Position, row.Stored.Workspace, row.Stored.Request.Id));
        Assert.Equal([4, 5], row.Stored.Answer.ToArray());
        Assert.True(row.Stored.Request.AsksForSame(Request("other", 1).Request));
        Assert.False(row.Stored.Request.AsksForSame(Request("one", 2).Request));
        Assert.Empty((await again.FindRequestAsync("other", "one", default))!.Stored.Answer.ToArray());
        Assert.Null(await again.FindRequestAsync("w", "two", default));
        Assert.Empty(StoreVerification.Run(_folder.Path, default).Faults);
    }

    [Fact]
    public async Task A_request_and_what_it_asks_for_are_one_commit()
    {
        await using var store = _folder.Open();
        await store.ReserveGoalNumbersAsync(9, default);
        await store.DefineAsync(Samples.Define(0, Samples.Kpi(7, "a")) with { Request = Request("define", 1) }, default);
        var position = await store.AppendAsync(Samples.Append(7, 0, Samples.Reading(1)), default);
        var amended = await store.AmendAsync(Samples.Amend(7, position, 1, 2.5) with { Request = Request("amend", 2) }, default);

        Assert.Equal(amended, (await store.FindRequestAsync("w", "amend", default))!.Position);
        Assert.Equal(
            (await store.ReadWorkspaceAsync("w", default))!.Revision, (await store.FindRequestAsync("w", "define", default))!.Position);
    }

    [Fact]
    public async Task A_request_with_an_id_that_is_taken_is_a_conflict_and_nothing_of_it_is_stored()
    {
        await using var store = _folder.Open();
        await store.ReserveGoalNumbersAsync(9, default);
        await store.DefineAsync(Samples.Define(0, Samples.Kpi(7, "a")), default);
        var revision = (await store.ReadWorkspaceAsync("w", default))!.Revision;
        var position = await store.AppendAsync(Samples.Append(7, 0, Samples.Reading(1)), default);
        await store.RecordRequestAsync(Request("one", 1), default);

        await Assert.ThrowsAsync<StoreConflictException>(async () => await store.RecordRequestAsync(Request("one", 2), default));
        await Assert.ThrowsAsync<StoreConflictException>(async () => await store.AmendAsync(
            Samples.Amend(7, position, 1, 2.5) with { Request = Request("one", 2) }, default));
        await Assert.ThrowsAsync<StoreConflictException>(async () => await store.DefineAsync(
            Samples.Define(revision, Samples.Kpi(7, "b")) with { Request = Request("one", 2) }, default));

        Assert.True((await store.FindRequestAsync("w", "one", default))!.Stored.Request.AsksForSame(Request("one", 1).Request));
        Assert.Empty(Assert.Single(await Samples.HistoryAsync(store, 7)).Amendments);
        Assert.Equal("a", (await store.ReadGoalAsync(7, default))!.Name.Id);
    }

    [Fact]
    public async Task A_damaged_request_is_noticed()
    {
        await using (var store = _folder.Open())
        {
            await store.RecordRequestAsync(Request("one", 1), default);
        }

        _folder.Execute("UPDATE requests SET digest = x'00'");

        Assert.Contains(StoreVerification.Run(_folder.Path, default).Faults, fault => fault.Contains("request", StringComparison.Ordinal));
        Assert.Throws<StoreRefusedException>(() => _folder.Open());
    }

    [Fact]
    public async Task A_store_of_the_format_before_requests_gets_them_when_it_is_opened()
    {
        await using (var store = _folder.Open())
        {
            await store.AppendAsync(Samples.Append(1, 0), default);
        }

        OlderFormats.TakeBack(_folder, 1);
        await using var migrated = _folder.Open();
        await migrated.RecordRequestAsync(Request("one", 1), default);
        Assert.NotNull(await migrated.FindRequestAsync("w", "one", default));
        Assert.Single(await Samples.HistoryAsync(migrated, 1));
    }

    private static NewRequest Request(string id, byte digest, string workspace = "w", byte[]? answer = null) =>
        new(workspace, new NamedRequest(id, [digest, 2, 3]), answer ?? []);
}
