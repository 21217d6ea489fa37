using System.Collections.Immutable;
using OkrGrains.Api.Mapping;
using OkrGrains.Contracts.V1;
using OkrGrains.Grains.Goals;
using OkrGrains.Grains.Queries;
using OkrGrains.Model.Definitions;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Numbers;
using OkrGrains.Plans;
using OkrGrains.Storage.Records;
using OkrGrains.TestKit.Clusters;

namespace OkrGrains.Api.Tests.Limits;

/// <summary>No answer grows beyond what clients take, however much there is to say.</summary>
public sealed class AnswerSizeTests : IAsyncLifetime
{
    private const int MostBytes = 1_000;

    private OkrCluster _cluster = null!;

    public async Task InitializeAsync() =>
        _cluster = await OkrCluster.StartAsync(1, Clusters.Now, limits => limits.MaxPageBytes = MostBytes);

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task A_change_counts_the_goals_that_it_has_no_room_to_list()
    {
        var bench = await Bench.OpenAsync(_cluster, "w");
        var kpis = string.Concat(Enumerable.Range(0, 100).Select(i => $"  - {{id: added-{i}, formula: {{sum: [revenue]}}}}\n"));
        var plan = bench.Plan().Replace("objectives:", $"{kpis}objectives:", StringComparison.Ordinal);

        var added = await bench.ApplyAsync(plan);
        var renamed = await bench.Goals.RenameGoalAsync(new RenameGoalRequest { Name = $"{bench.Workspace}/kpis/revenue", NewId = "income" });
        var removed = await bench.ApplyAsync(bench.Plan(), prune: true);

        Assert.Equal(100, added.AddedCount);
        Assert.Equal($"{bench.Workspace}/kpis/added-0", added.Added[0]);
        Assert.InRange(added.CalculateSize(), MostBytes / 2, MostBytes + 100);
        Assert.Equal(103, renamed.ChangedCount);
        Assert.InRange(renamed.CalculateSize(), MostBytes / 2, MostBytes + 100);
        Assert.Equal((101, 1), (removed.RemovedCount, removed.AddedCount + removed.RestoredCount));
        Assert.InRange(removed.CalculateSize(), MostBytes / 2, MostBytes + 100);
    }

    [Fact]
    public async Task Workspaces_come_in_pages_each_once()
    {
        var ids = Enumerable.Range(0, 30).Select(i => $"w{i:00}-{new string('x', 50)}").ToList();
        foreach (var id in ids)
        {
            await new Bench(_cluster, id).ApplyAsync($"workspace: {id}");
        }

        var client = new Bench(_cluster, "w").Goals;
        foreach (var size in (int[])[0, 1, 7])
        {
            var names = new List<string>();
            var request = new ListWorkspacesRequest { PageSize = size };
            do
            {
                var page = await client.ListWorkspacesAsync(request);
                Assert.InRange(page.Workspaces.Count, 1, size == 0 ? 1_000 : size);
                Assert.InRange(page.CalculateSize(), 1, MostBytes + 100);
                names.AddRange(page.Workspaces.Select(workspace => workspace.Name));
                request.PageToken = page.NextPageToken;
            }
            while (request.PageToken.Length > 0);

            Assert.Equal(ids.Select(id => $"workspaces/{id}"), names);
        }
    }

    [Fact]
    public async Task Revisions_check_ins_and_finals_end_a_page_by_its_bytes_and_lose_nothing()
    {
        var bench = await OpenWithCycleAsync("lists");
        var checkIns = new CheckInService.CheckInServiceClient(_cluster.Channel(0));
        var cycles = new CycleService.CycleServiceClient(_cluster.Channel(0));
        var objective = $"{bench.Workspace}/objectives/quarter";
        for (var i = 1; i <= 7; i++)
        {
            await checkIns.CreateCheckInAsync(new CreateCheckInRequest { Parent = objective, Author = "ann", Note = $"{i} " + new string('x', 300) });
            await bench.ApplyAsync(WithCycle(bench).Replace("title: Revenue", $"title: {i} {new string('x', 300)}", StringComparison.Ordinal));
        }

        var closed = await cycles.CloseCycleAsync(new CloseCycleRequest { Name = $"{bench.Workspace}/cycles/q1", Author = "ann" });
        Assert.Equal(
            Enumerable.Range(1, 7).Reverse(),
            (await PagesAsync(async token => await checkIns.ListCheckInsAsync(new ListCheckInsRequest { Parent = objective, PageToken = token }),
                page => page.CheckIns, page => page.NextPageToken)).Select(checkIn => (int)checkIn.Number));
        Assert.Equal(
            8,
            (await PagesAsync(
                async token => await bench.Goals.ListRevisionsAsync(
                    new ListRevisionsRequest { Name = $"{bench.Workspace}/kpis/revenue", PageToken = token }),
                page => page.Revisions, page => page.NextPageToken)).Select(revision => revision.Revision_).Distinct().Count());
        Assert.Equal(
            closed.Cycle.Closings[^1].GoalCount,
            (await PagesAsync(
                async token => await cycles.ListFinalsAsync(
                    new ListFinalsRequest { Name = $"{bench.Workspace}/cycles/q1", PageToken = token }),
                page => page.Finals, page => page.NextPageToken)).Count);
    }

    [Fact]
    public async Task Older_closings_are_counted_when_there_is_no_room()
    {
        var bench = await OpenWithCycleAsync("closings");
        var cycles = new CycleService.CycleServiceClient(_cluster.Channel(0));
        var name = $"{bench.Workspace}/cycles/q1";
        for (var i = 0; i < 5; i++)
        {
            await cycles.CloseCycleAsync(new CloseCycleRequest { Name = name, Author = $"close {i}", Reason = new string('x', 250) });
            await cycles.ReopenCycleAsync(new ReopenCycleRequest { Name = name, Author = $"reopen {i}", Reason = new string('x', 250) });
        }

        var cycle = Assert.Single((await cycles.ListCyclesAsync(new ListCyclesRequest { Parent = bench.Workspace })).Cycles);

        Assert.Equal(CycleState.Reopened, cycle.State);
        Assert.Equal(["reopen 3", "close 4", "reopen 4"], cycle.Closings.Select(closing => closing.Author));
        Assert.Equal(7, cycle.LeftOutClosings);
    }

    [Fact]
    public void A_goal_that_very_many_read_names_as_many_as_it_has_room_for()
    {
        GoalEntry Entry(long number, string id, ImmutableArray<GoalParent> parents) => new(
            new GoalAddress("w", number, Model.Goals.GoalKind.Kpi),
            new GoalRow(number, "w", new GoalName(Model.Goals.GoalKind.Kpi, id), null, 0, 1, false, "{}"u8.ToArray()),
            id, "", "", null, true, parents);
        var readers = Enumerable.Range(2, 100_000).Select(number => Entry(number, $"reader-{number}", [])).ToList();
        var read = Entry(1, "read", [.. readers.Select(reader => new GoalParent(reader.Address.Number, null, true))]);
        ImmutableArray<GoalEntry> all = [read, .. readers];
        var directory = new WorkspaceDirectory(
            "w", 1, all, all.ToDictionary(one => one.Row.Name), all.ToDictionary(one => one.Address.Number), []);

        var goal = GoalMapping.ToWire(directory, read, new GoalState(read.Address, default, Clusters.Now, null));

        Assert.InRange(goal.CalculateSize(), 450 * 1024, 513 * 1024);
        Assert.Equal(100_000, goal.Parents.Count + goal.LeftOutParents);
        Assert.Equal("workspaces/w/kpis/reader-2", goal.Parents[0].Parent);
    }

    /// <summary>A goal says what it reads in its definition and in a field, and both together are below what clients take.</summary>
    [Fact]
    public void A_goal_that_names_as_many_kpis_as_it_may_is_one_that_clients_take()
    {
        var workspace = new string('w', 63);
        Assert.True(Weight.TryParse("999999.999999", out var weight));
        var keyResult = new KeyResultDefinition
        {
            Id = "all",
            Texts = new GoalTexts { Description = new string('x', 64 * 1024) },
            Measurement = new KpisMeasurement(
                [.. Enumerable.Range(0, 10_000).Select(i => new WeightedKpi(new string('k', 57) + $"-{i:00000}", weight))], default),
        };
        var entry = new GoalEntry(
            new GoalAddress(workspace, 1, Model.Goals.GoalKind.KeyResult),
            new GoalRow(1, workspace, new GoalName(Model.Goals.GoalKind.KeyResult, "all"), 2, 0, 1, false, DefinitionJson.Write(keyResult)),
            "all", "", "", null, false, [])
        {
            Defined = new DefinedGoal { KeyResult = keyResult },
        };
        var directory = new WorkspaceDirectory(
            workspace, 1, [entry], new Dictionary<GoalName, GoalEntry>(), new Dictionary<long, GoalEntry>(), []);

        var goal = GoalMapping.ToWire(directory, entry, new GoalState(entry.Address, default, Clusters.Now, null));

        Assert.Equal(10_000, goal.RollUp.Kpis.Count);

        // Beside what such a goal says there is room for the links of very many goals that read it.
        Assert.InRange(goal.CalculateSize(), 2_500_000, (4 * 1024 * 1024) - (600 * 1024));
    }

    private static async Task<List<TItem>> PagesAsync<TPage, TItem>(
        Func<string, Task<TPage>> read, Func<TPage, IEnumerable<TItem>> items, Func<TPage, string> next)
        where TPage : Google.Protobuf.IMessage
    {
        var all = new List<TItem>();
        var token = "";
        var pages = 0;
        do
        {
            var page = await read(token);
            Assert.InRange(page.CalculateSize(), 1, MostBytes + 100);
            all.AddRange(items(page));
            token = next(page);
            pages++;
        }
        while (token.Length > 0);

        Assert.InRange(pages, 1, 100);
        return all;
    }

    private async Task<Bench> OpenWithCycleAsync(string workspace)
    {
        var bench = new Bench(_cluster, workspace);
        await bench.ApplyAsync(WithCycle(bench));
        return bench;
    }

    private static string WithCycle(Bench bench) => bench.Plan("""
              - id: quarter
                cycle: q1
                keyResults: [{id: own, measure: {aggregation: sum}, target: 10}, {id: too, measure: {aggregation: sum}, target: 10}]
            cycles: [{id: q1, start: 2026-01-01, end: 2026-02-01, closeAfter: P2D}]
            """);
}
