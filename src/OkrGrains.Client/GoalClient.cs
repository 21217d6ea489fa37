using System.Runtime.CompilerServices;
using Google.Protobuf;
using Grpc.Core;
using OkrGrains.Client.Retrying;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Client;

/// <summary>Applies plans and reads goals. Every method throws <see cref="RpcException"/> when the server refuses.</summary>
public sealed class GoalClient(CallInvoker invoker, TimeProvider time)
{
    private const int ChunkBytes = 64 * 1024;
    private const int PageGoals = 1_000;
    private const int PageRevisions = 1_000;

    private readonly GoalService.GoalServiceClient _service = new(invoker);

    /// <summary>Sends a plan file in chunks; it is applied entirely or not at all.</summary>
    /// <param name="plan">The bytes of the file, 64 MiB at most.</param>
    /// <param name="header">The options under which it is applied.</param>
    /// <param name="cancellation">Cancels the call; the plan may or may not have been applied.</param>
    public Task<ApplyPlanResponse> ApplyPlanAsync(Stream plan, ApplyPlanHeader header, CancellationToken cancellation = default) =>
        ApplyPlansAsync([plan], header, cancellation);

    /// <summary>Sends several plan files of one workspace, each a part of it; they are applied together or not at all.</summary>
    /// <param name="plans">The bytes of the files, 200 files and 64 MiB in total at most.</param>
    /// <param name="header">The options under which they are applied.</param>
    /// <param name="cancellation">Cancels the call; the plans may or may not have been applied.</param>
    public async Task<ApplyPlanResponse> ApplyPlansAsync(
        IReadOnlyList<Stream> plans, ApplyPlanHeader header, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(plans);
        using var call = _service.ApplyPlan(cancellationToken: cancellation);
        try
        {
            await call.RequestStream.WriteAsync(new ApplyPlanRequest { Header = header }, cancellation);
            foreach (var plan in plans)
            {
                // An older server knows one file only, and so the beginning of the first one need not be told.
                if (plans.Count > 1)
                {
                    await call.RequestStream.WriteAsync(new ApplyPlanRequest { File = new PlanFile() }, cancellation);
                }

                await SendAsync(plan, call.RequestStream, cancellation);
            }

            await call.RequestStream.CompleteAsync();
        }
        catch (Exception failure) when (failure is RpcException or InvalidOperationException)
        {
            // The server answered before the end of the plan. The response below says why.
        }

        return await call.ResponseAsync;
    }

    /// <summary>Returns the plan of each part of a workspace as it is now, in canonical JSON: <c>main</c>, then the others by name.</summary>
    /// <param name="workspace">The workspace, as <c>workspaces/{w}</c>.</param>
    /// <param name="part">The only part to return; empty for all.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public async Task<IReadOnlyList<(string Part, byte[] Plan)>> ExportPlanAsync(
        string workspace, string part = "", CancellationToken cancellation = default)
    {
        using var call = _service.ExportPlan(new ExportPlanRequest { Name = workspace, Part = part }, cancellationToken: cancellation);
        var parts = new List<(string Part, MemoryStream Plan)>();
        await foreach (var response in call.ResponseStream.ReadAllAsync(cancellation))
        {
            if (response.Header is { } header)
            {
                parts.Add((header.Part, new MemoryStream()));
            }
            else
            {
                response.Chunk.WriteTo(parts[^1].Plan);
            }
        }

        return [.. parts.Select(one => (one.Part, one.Plan.ToArray()))];
    }

    /// <summary>Lists the parts of a workspace.</summary>
    /// <param name="workspace">The workspace, as <c>workspaces/{w}</c>.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public async Task<IReadOnlyList<Part>> PartsAsync(string workspace, CancellationToken cancellation = default) =>
        (await _service.ListPartsAsync(new ListPartsRequest { Parent = workspace }, cancellationToken: cancellation)).Parts;

    private static async Task SendAsync(Stream plan, IClientStreamWriter<ApplyPlanRequest> requests, CancellationToken cancellation)
    {
        var chunk = new byte[ChunkBytes];
        for (int count; (count = await plan.ReadAsync(chunk, cancellation)) > 0;)
        {
            await requests.WriteAsync(new ApplyPlanRequest { Chunk = ByteString.CopyFrom(chunk, 0, count) }, cancellation);
        }
    }

    /// <summary>Returns one goal.</summary>
    /// <param name="name">The full name of the goal.</param>
    /// <param name="afterToken">A token of readings: the call waits until these count in the goal. Empty for no waiting.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public async Task<Goal> GetAsync(string name, string afterToken = "", CancellationToken cancellation = default)
    {
        var request = new GetGoalRequest { Name = name, AfterToken = afterToken };
        return (await _service.GetGoalAsync(request, cancellationToken: cancellation)).Goal;
    }

    /// <summary>Returns one goal as it is now, but evaluated under a definition that it had before.</summary>
    /// <param name="name">The full name of the goal.</param>
    /// <param name="revision">The revision of the goal or of its workspace that had the definition.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public async Task<Goal> GetAtRevisionAsync(string name, long revision, CancellationToken cancellation = default) =>
        (await _service.GetGoalAsync(new GetGoalRequest { Name = name, Revision = revision }, cancellationToken: cancellation)).Goal;

    /// <summary>Lists the definitions that a goal has had, or the changes of a workspace, oldest first.</summary>
    /// <param name="name">The full name of the goal, or <c>workspaces/{w}</c>.</param>
    /// <param name="cancellation">Cancels the calls.</param>
    public async IAsyncEnumerable<Revision> RevisionsAsync(
        string name, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var request = new ListRevisionsRequest { Name = name, PageSize = PageRevisions };
        do
        {
            var page = await _service.ListRevisionsAsync(request, cancellationToken: cancellation);
            foreach (var revision in page.Revisions)
            {
                yield return revision;
            }

            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
    }

    /// <summary>Gives a goal another id, wherever the plan names it.</summary>
    public async Task<RenameGoalResponse> RenameAsync(RenameGoalRequest request, CancellationToken cancellation = default) =>
        await _service.RenameGoalAsync(request, cancellationToken: cancellation);

    /// <summary>Lists all goals of a workspace: KPIs, then key results, then objectives, each kind in the order of the plan.</summary>
    /// <param name="workspace">The workspace, as <c>workspaces/{w}</c>.</param>
    /// <param name="afterToken">A token of readings: the call waits until these count in every goal. Empty for no waiting.</param>
    /// <param name="retry">The pauses and limits for waiting while the server cannot be reached; null for no waiting.</param>
    /// <param name="cancellation">Cancels the calls.</param>
    public Task<GoalList> ListAsync(
        string workspace, string afterToken = "", RetryOptions? retry = null, CancellationToken cancellation = default) =>
        retry is null
            ? ListOnceAsync(workspace, afterToken, cancellation)
            : RepeatAsync(() => ListOnceAsync(workspace, afterToken, cancellation), retry, cancellation);

    private async Task<GoalList> ListOnceAsync(string workspace, string afterToken, CancellationToken cancellation)
    {
        var request = new ListGoalsRequest { Parent = workspace, PageSize = PageGoals, AfterToken = afterToken };
        var goals = new List<Goal>();
        while (true)
        {
            var page = await _service.ListGoalsAsync(request, cancellationToken: cancellation);
            goals.AddRange(page.Goals);
            if (page.NextPageToken.Length == 0)
            {
                return new GoalList(page.At.ToDateTimeOffset(), goals) { Etag = page.Etag, TimeZone = page.TimeZone };
            }

            request = new ListGoalsRequest { Parent = workspace, PageSize = PageGoals, PageToken = page.NextPageToken };
        }
    }

    /// <summary>Returns the IANA name of a workspace's time zone; empty when the server is older and does not tell.</summary>
    /// <param name="workspace">The workspace, as <c>workspaces/{w}</c>.</param>
    /// <param name="retry">The pauses and limits for waiting while the server cannot be reached; null for no waiting.</param>
    /// <param name="cancellation">Cancels the calls.</param>
    public async Task<string> TimeZoneAsync(string workspace, RetryOptions? retry = null, CancellationToken cancellation = default)
    {
        var request = new ListGoalsRequest { Parent = workspace, PageSize = 1 };
        async Task<string> AskAsync() => (await _service.ListGoalsAsync(request, cancellationToken: cancellation)).TimeZone;
        return retry is null ? await AskAsync() : await RepeatAsync(AskAsync, retry, cancellation);
    }

    /// <summary>Waits until the readings of a token count in every goal of a workspace, also over a restart of the server.</summary>
    public Task ReadAtLeastAsync(string workspace, string token, RetryOptions retry, CancellationToken cancellation = default)
    {
        var request = new ListGoalsRequest { Parent = workspace, PageSize = 1, AfterToken = token };
        return RepeatAsync(async () => await _service.ListGoalsAsync(request, cancellationToken: cancellation), retry, cancellation);
    }

    private Task<T> RepeatAsync<T>(Func<Task<T>> call, RetryOptions retry, CancellationToken cancellation) =>
        Repeating.RunAsync(call, retry, time, cancellation);

    /// <summary>Lists all workspaces; no deleted ones.</summary>
    /// <param name="retry">The pauses and limits for waiting while the server cannot be reached; null for no waiting.</param>
    /// <param name="cancellation">Cancels the calls.</param>
    public async Task<IReadOnlyList<Workspace>> ListWorkspacesAsync(RetryOptions? retry = null, CancellationToken cancellation = default)
    {
        Task<IReadOnlyList<Workspace>> ListAsync() => ListWorkspacesAsync(showDeleted: false, cancellation);
        return retry is null ? await ListAsync() : await RepeatAsync(ListAsync, retry, cancellation);
    }

    /// <summary>Lists all workspaces by id and generation.</summary>
    /// <param name="showDeleted">True to list deleted ones too, with their tombstones.</param>
    /// <param name="cancellation">Cancels the calls.</param>
    public async Task<IReadOnlyList<Workspace>> ListWorkspacesAsync(bool showDeleted, CancellationToken cancellation = default)
    {
        var workspaces = new List<Workspace>();
        var request = new ListWorkspacesRequest { ShowDeleted = showDeleted };
        do
        {
            var page = await _service.ListWorkspacesAsync(request, cancellationToken: cancellation);
            workspaces.AddRange(page.Workspaces);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return workspaces;
    }

    /// <summary>Deletes a workspace.</summary>
    /// <returns>The workspace with its tombstone.</returns>
    public async Task<Workspace> DeleteWorkspaceAsync(DeleteWorkspaceRequest request, CancellationToken cancellation = default) =>
        (await _service.DeleteWorkspaceAsync(request, cancellationToken: cancellation)).Workspace;
}
