using OkrGrains.Storage.Records;

namespace OkrGrains.Storage.Tests.Records;

public abstract class RequestTests(StoreHome home) : StoreContract(home)
{
    [Fact]
    public async Task A_request_is_found_after_a_restart_in_its_workspace_alone()
    {
        long position;
        await using (var store = Home.OpenStore())
        {
            position = await store.RecordRequestAsync(Request("one", 1, answer: [4, 5]), default);
            await store.RecordRequestAsync(Request("one", 2, workspace: "other"), default);
        }

        await using var again = Home.OpenStore();
        var row = (await again.FindRequestAsync("w", "one", default))!;
        Assert.Equal((position, "w", "one"), (row.Position, row.Stored.Workspace, row.Stored.Request.Id));
        Assert.Equal([4, 5], row.Stored.Answer.ToArray());
        Assert.True(row.Stored.Request.AsksForSame(Request("other", 1).Request));
        Assert.False(row.Stored.Request.AsksForSame(Request("one", 2).Request));
        Assert.Empty((await again.FindRequestAsync("other", "one", default))!.Stored.Answer.ToArray());
        Assert.Null(await again.FindRequestAsync("w", "two", default));
        Assert.Empty(Home.Verify());
    }

    [Fact]
    public async Task A_request_and_what_it_asks_for_are_one_commit()
    {
        await using var store = Home.OpenStore();
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
        await using var store = Home.OpenStore();
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

    private static NewRequest Request(string id, byte digest, string workspace = "w", byte[]? answer = null) =>
        new(workspace, new NamedRequest(id, [digest, 2, 3]), answer ?? []);
}
