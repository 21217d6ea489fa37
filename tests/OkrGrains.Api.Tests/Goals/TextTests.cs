using System.Text;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using OkrGrains.Contracts.V1;
using OkrGrains.Model.Goals;
using OkrGrains.Storage.Records;

namespace OkrGrains.Api.Tests.Goals;

/// <summary>The texts that people write, wherever they enter.</summary>
[Collection(ClusterTests.Name)]
public sealed class TextTests(Clusters clusters)
{
    private const string Clear = "\u001b[2J";

    [Theory]
    [InlineData("\u001b[2J", "U+001B")]
    [InlineData("a\0", "U+0000")]
    [InlineData("a\rb", "U+000D")]
    [InlineData("a\u007f", "U+007F")]
    [InlineData("\u009b2J", "U+009B")]
    [InlineData("\u202egpj", "U+202E")]
    [InlineData("\u2066a", "U+2066")]
    public async Task A_refused_character_is_named_wherever_a_text_enters(string text, string character)
    {
        var bench = await clusters.OpenAsync(1);
        var checkIns = new CheckInService.CheckInServiceClient(bench.Cluster.Channel(0));
        var cycles = new CycleService.CycleServiceClient(bench.Cluster.Channel(0));
        var goal = $"{bench.Workspace}/kpis/revenue";
        var cycle = $"{bench.Workspace}/cycles/q1";
        (string Field, Func<Task> Call)[] calls =
        [
            ("header.author", () => ApplyAsync(bench, bench.Plan(), new ApplyPlanHeader { Author = text })),
            ("header.reason", () => ApplyAsync(bench, bench.Plan(), new ApplyPlanHeader { Reason = text })),
            ("author", async () => await bench.Goals.RenameGoalAsync(new RenameGoalRequest { Name = goal, NewId = "x", Author = text })),
            ("reason", async () => await bench.Goals.RenameGoalAsync(new RenameGoalRequest { Name = goal, NewId = "x", Reason = text })),
            ("author", async () => await cycles.CloseCycleAsync(new CloseCycleRequest { Name = cycle, Author = text })),
            ("reason", async () => await cycles.CloseCycleAsync(new CloseCycleRequest { Name = cycle, Author = "a", Reason = text })),
            ("author", async () => await cycles.ReopenCycleAsync(new ReopenCycleRequest { Name = cycle, Author = text })),
            ("reason", async () => await cycles.ReopenCycleAsync(new ReopenCycleRequest { Name = cycle, Author = "a", Reason = text })),
            ("author", async () => await checkIns.CreateCheckInAsync(
                new CreateCheckInRequest { Parent = $"{bench.Workspace}/objectives/grow", Author = text })),
            ("note", async () => await checkIns.CreateCheckInAsync(
                new CreateCheckInRequest { Parent = $"{bench.Workspace}/objectives/grow", Author = "a", Note = text })),
            ("author", async () => await bench.Readings.CorrectReadingAsync(
                new CorrectReadingRequest { Parent = bench.Workspace, Producer = "p", Sequence = 1, Author = text })),
            ("reason", async () => await bench.Readings.RetractReadingAsync(
                new RetractReadingRequest { Parent = bench.Workspace, Producer = "p", Sequence = 1, Reason = text })),
            ("open.producer", () => bench.ProduceAsync(text)),
        ];
        foreach (var (field, call) in calls)
        {
            var failure = await Assert.ThrowsAsync<RpcException>(call);
            Assert.Equal(new Fault(StatusCode.InvalidArgument, "BAD_REQUEST"), Fault.Of(failure));
            var violation = Assert.Single(Fault.Unpack<BadRequest>(Fault.Details(failure))!.FieldViolations);
            Assert.Equal((field, $"must not have the character {character}"), (violation.Field, violation.Description));
        }
    }

    [Fact]
    public async Task Reasons_and_notes_may_have_lines_and_are_as_long_in_bytes_as_the_contract_allows()
    {
        var bench = await clusters.OpenAsync(1);
        var checkIns = new CheckInService.CheckInServiceClient(bench.Cluster.Channel(0));
        CreateCheckInRequest Request(string note) => new() { Parent = $"{bench.Workspace}/objectives/grow", Author = "ann", Note = note };
        var note = "one\r\n\ttwo\n" + new string('ä', 2_000);

        Assert.Equal(note, (await checkIns.CreateCheckInAsync(Request(note))).CheckIn.Note);
        await checkIns.CreateCheckInAsync(Request(new string('ä', 2_048)));
        var tooLong = await Assert.ThrowsAsync<RpcException>(async () => await checkIns.CreateCheckInAsync(Request(new string('ä', 2_048) + "x")));
        Assert.Contains("note: must have at most 4096 bytes of UTF-8", tooLong.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_with_a_refused_character_is_refused_with_its_place()
    {
        var bench = await clusters.OpenAsync(1);

        var failure = await Assert.ThrowsAsync<RpcException>(() => bench.ApplyAsync(Escaped(bench)));

        Assert.Equal(new Fault(StatusCode.InvalidArgument, "PLAN_REFUSED"), Fault.Of(failure));
        var violation = Assert.Single(Fault.Unpack<BadRequest>(Fault.Details(failure))!.FieldViolations);
        Assert.Equal("kpis[0].title", violation.Field);
        Assert.Equal("CONTROL_CHARACTER: a text must not have the character U+001B (line 3, column 26)", violation.Description);
    }

    [Fact]
    public async Task A_plan_is_cleaned_when_that_is_asked_for()
    {
        var bench = await clusters.OpenAsync(1);

        var applied = await ApplyAsync(bench, Escaped(bench), new ApplyPlanHeader { CleanTexts = true });

        Assert.Equal(("kpis[0].title", "U+001B was removed (line 3, column 26)"), (applied.Cleaned[0].Place, applied.Cleaned[0].Message));
        Assert.Equal((1, 1, 1), (applied.CleanedCount, applied.Cleaned.Count, applied.ChangedCount));
        Assert.Equal("[2JRevenue", (await bench.GetAsync("kpis/revenue")).Title);
        Assert.Equal(5, (await ApplyAsync(bench, Escaped(bench), new ApplyPlanHeader { CleanTexts = true })).UnchangedCount);
    }

    [Fact]
    public async Task A_plan_with_the_texts_that_are_stored_still_applies_and_is_cleaned()
    {
        var bench = await clusters.OpenAsync(1);
        await StoreAsOlderBuildAsync(bench);
        Assert.Equal(Clear + "Revenue", (await bench.GetAsync("kpis/revenue")).Title);

        var applied = await bench.ApplyAsync(Escaped(bench));

        Assert.Equal(["kpis[0].title"], applied.Cleaned.Select(text => text.Place));
        Assert.Equal("[2JRevenue", (await bench.GetAsync("kpis/revenue")).Title);
        var again = await bench.ApplyAsync(Escaped(bench));
        Assert.Equal((1, 5), (again.CleanedCount, again.UnchangedCount));
        var other = Escaped(bench).Replace("Revenue", "Turnover", StringComparison.Ordinal);
        Assert.Equal(new Fault(StatusCode.InvalidArgument, "PLAN_REFUSED"), await Fault.OfAsync(() => bench.ApplyAsync(other)));
    }

    [Fact]
    public async Task A_definition_of_before_the_rule_is_still_evaluated()
    {
        var bench = await clusters.OpenAsync(1);
        var revision = await StoreAsOlderBuildAsync(bench);

        var goal = await bench.Goals.GetGoalAsync(new GetGoalRequest { Name = $"{bench.Workspace}/kpis/revenue", Revision = revision });

        Assert.Contains("\\u001b[2JRevenue", goal.Goal.Definition, StringComparison.OrdinalIgnoreCase);
    }

    private static string Escaped(Bench bench) => bench.Plan().Replace("title: Revenue", "title: \"\\e[2JRevenue\"", StringComparison.Ordinal);

    private static async Task<long> StoreAsOlderBuildAsync(Bench bench)
    {
        var id = bench.Workspace["workspaces/".Length..];
        var store = bench.Cluster.Store;
        var workspace = await store.ReadWorkspaceAsync(id, CancellationToken.None);
        var row = (await store.ReadGoalsAsync(id, CancellationToken.None)).Single(one => one.Name == new GoalName(Model.Goals.GoalKind.Kpi, "revenue"));
        var body = Encoding.UTF8.GetString(row.Body.Span).Replace("Revenue", "\\u001b[2JRevenue", StringComparison.Ordinal);
        var goal = new GoalDefinition(row.Goal, row.Name, row.Owner, row.Ordinal, Removed: false, Encoding.UTF8.GetBytes(body));
        return await store.DefineAsync(
            new DefinitionCommit(id, workspace!.Revision, "an older build", "", null, [goal], [row.Goal], [], []), CancellationToken.None);
    }

    private static async Task<ApplyPlanResponse> ApplyAsync(Bench bench, string plan, ApplyPlanHeader header)
    {
        using var call = bench.Goals.ApplyPlan();
        await call.RequestStream.WriteAsync(new ApplyPlanRequest { Header = header });
        try
        {
            await call.RequestStream.WriteAsync(new ApplyPlanRequest { Chunk = ByteString.CopyFromUtf8(plan) });
            await call.RequestStream.CompleteAsync();
        }
        catch (RpcException)
        {
            // The header was refused already; the answer says why.
        }

        return await call;
    }
}
