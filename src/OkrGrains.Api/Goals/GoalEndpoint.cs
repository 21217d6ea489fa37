using Grpc.Core;
using Microsoft.Extensions.Options;
using OkrGrains.Api.Calls;
using OkrGrains.Api.Errors;
using OkrGrains.Api.Limits;
using OkrGrains.Api.Mapping;
using OkrGrains.Contracts.V1;
using OkrGrains.Grains.Queries;
using OkrGrains.Grains.Workspaces;
using OkrGrains.Model.Definitions;
using OkrGrains.Model.Goals;

namespace OkrGrains.Api.Goals;

/// <summary>Serves the goal service: applies plans, and reads goals and their revisions.</summary>
internal sealed class GoalEndpoint(
    IGrainFactory grains,
    GoalDirectory directory,
    TreeReader tree,
    GoalPages pages,
    RevisionPages revisions,
    WorkspacePages workspaces,
    WorkspaceDeletions deletions,
    PlanChanges changes,
    PastGoals past,
    PlanExports exports,
    ReadTokens tokens,
    Etags etags,
    Quotas quotas,
    IOptions<ApiOptions> options,
    TimeProvider time) : GoalService.GoalServiceBase
{
    public override async Task<ApplyPlanResponse> ApplyPlan(IAsyncStreamReader<ApplyPlanRequest> requestStream, ServerCallContext context)
    {
        var limits = options.Value;
        using var held = quotas.PlanBytes.Take(Caller.Of(context), 0);
        using var limit = new TimeLimit(limits.PlanUploadLimit, time, context.CancellationToken, limits.PlanChunkLimit);
        var (caller, header, files) = await PlanUpload.ReadAsync(requestStream, Caller.Of(context), etags, limits.MaxPlanBytes, held, limit);
        var (plan, applied) = await changes.ApplyAsync(context, caller, header, files, held);
        return AppliedMapping.ToWire(plan.Workspace, applied, plan, etags, limits.MaxPageBytes);
    }

    public override async Task<GetGoalResponse> GetGoal(GetGoalRequest request, ServerCallContext context)
    {
        var (workspace, name) = Names.Goal("name", request.Name);
        _ = tokens.Read("after_token", request.AfterToken);
        var goals = await FindAsync(workspace, context.CancellationToken);
        var atLeast = tokens.Read("after_token", request.AfterToken, goals);
        if (!goals.ByName.TryGetValue(name, out var entry))
        {
            throw ApiFault.UnknownGoal(request.Name);
        }

        var etag = etags.Of(goals.Revision);
        if (request.Revision != 0)
        {
            var goal = await past.ReadAsync(Caller.Of(context), goals, entry, request, context.CancellationToken);
            return new GetGoalResponse { Goal = goal, Etag = etag };
        }

        var states = await tree.ReadAsync(goals, [entry], atLeast, context.CancellationToken);
        return states[0].Figures is null
            ? throw ApiFault.UnknownGoal(request.Name)
            : new GetGoalResponse { Goal = GoalMapping.ToWire(goals, entry, states[0]), Etag = etag };
    }

    public override async Task<ListGoalsResponse> ListGoals(ListGoalsRequest request, ServerCallContext context)
    {
        var workspace = Names.Workspace("parent", request.Parent);
        var goals = await FindAsync(workspace, context.CancellationToken);
        return await pages.ReadAsync(Caller.Of(context), goals, request, context.CancellationToken);
    }

    public override async Task<ListRevisionsResponse> ListRevisions(ListRevisionsRequest request, ServerCallContext context) =>
        await revisions.ReadAsync(request, FindAsync, context.CancellationToken);

    public override async Task<RenameGoalResponse> RenameGoal(RenameGoalRequest request, ServerCallContext context)
    {
        var (workspace, name) = Names.Goal("name", request.Name);
        var id = Names.Id("new_id", request.NewId);
        var caller = Caller.Of(context).Stating("author", request.Author, AuthorRule.PlanChange);
        Texts.Check("reason", request.Reason, TextRule.Prose);
        var change = new RenameChange(name, id, caller.Author, request.Reason, etags.Read("etag", request.Etag))
        {
            Request = RequestIds.Read(context.Method, request.RequestId, request),
        };
        await FindAsync(workspace, context.CancellationToken);
        var renamed = await grains.GetGrain<IWorkspaceGrain>(workspace).Rename(change);
        var response = AppliedMapping.ToWire(workspace, name with { Id = id }, renamed, etags, options.Value.MaxPageBytes);
        return renamed.Outcome switch
        {
            RenameOutcome.Done => response,
            RenameOutcome.RequestReused => throw ApiFault.RequestReused(request.RequestId),
            RenameOutcome.UnknownGoal => throw ApiFault.UnknownGoal(request.Name),
            RenameOutcome.NameTaken => throw new ApiFault(
                StatusCode.AlreadyExists, ErrorReason.NameTaken, $"There is a goal {response.Name} already."),
            _ => throw PlanRefusals.OfConflict(workspace, renamed.Conflict!, etags),
        };
    }

    public override async Task ExportPlan(
        ExportPlanRequest request, IServerStreamWriter<ExportPlanResponse> responseStream, ServerCallContext context)
    {
        var part = request.Part.Length == 0 ? null : Names.Id("part", request.Part);
        var goals = await FindAsync(Names.Workspace("name", request.Name), context.CancellationToken);
        await exports.WriteAsync(goals.Workspace, part, Caller.Of(context), responseStream, context.CancellationToken);
    }

    public override async Task<ListPartsResponse> ListParts(ListPartsRequest request, ServerCallContext context)
    {
        var goals = await FindAsync(Names.Workspace("parent", request.Parent), context.CancellationToken);
        return PartMapping.ToWire(goals, etags);
    }

    public override async Task<ListWorkspacesResponse> ListWorkspaces(ListWorkspacesRequest request, ServerCallContext context) =>
        await workspaces.ReadAsync(request, context.CancellationToken);

    public override async Task<DeleteWorkspaceResponse> DeleteWorkspace(DeleteWorkspaceRequest request, ServerCallContext context) =>
        await deletions.DeleteAsync(request, context);

    private async ValueTask<WorkspaceDirectory> FindAsync(string workspace, CancellationToken cancellation) =>
        await directory.FindAsync(workspace, cancellation) ?? throw ApiFault.UnknownWorkspace(Names.OfWorkspace(workspace));
}
