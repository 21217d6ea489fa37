using Grpc.Core;
using Microsoft.Extensions.Options;
using OkrGrains.Api.Calls;
using OkrGrains.Api.Errors;
using OkrGrains.Api.Mapping;
using OkrGrains.Contracts.V1;
using OkrGrains.Grains.Queries;
using OkrGrains.Grains.Workspaces;
using OkrGrains.Model.Definitions;
using OkrGrains.Storage;
using OkrGrains.Storage.Records;

namespace OkrGrains.Api.Goals;

/// <summary>Serves the cycle service: closes and reopens cycles, and lists them with their final scores.</summary>
internal sealed class CycleEndpoint(IGrainFactory grains, GoalDirectory directory, IDefinitionStore store, IOptions<ApiOptions> options)
    : CycleService.CycleServiceBase
{
    private const int DefaultFinals = 1_000;
    private const int MaxFinals = 5_000;

    public override async Task<ListCyclesResponse> ListCycles(ListCyclesRequest request, ServerCallContext context)
    {
        var id = Names.Workspace("parent", request.Parent);
        var response = new ListCyclesResponse();
        response.Cycles.Add(await ReadAsync(id, context.CancellationToken));
        return response;
    }

    public override async Task<CloseCycleResponse> CloseCycle(CloseCycleRequest request, ServerCallContext context)
    {
        var (workspace, cycle) = Names.Cycle("name", request.Name);
        var caller = Caller.Of(context).Stating("author", request.Author, AuthorRule.CycleChange);
        Texts.Check("reason", request.Reason, TextRule.Prose);
        var outcome = await OwnerOf(workspace).CloseCycle(new CycleChange(cycle, caller.Author, request.Reason)
        {
            Request = RequestIds.Read(context.Method, request.RequestId, request),
        });
        return new CloseCycleResponse
        {
            Cycle = await AnswerAsync(outcome, workspace, request.Name, request.RequestId, context.CancellationToken),
        };
    }

    public override async Task<ReopenCycleResponse> ReopenCycle(ReopenCycleRequest request, ServerCallContext context)
    {
        var (workspace, cycle) = Names.Cycle("name", request.Name);
        var caller = Caller.Of(context).Stating("author", request.Author, AuthorRule.CycleChange);
        Texts.CheckGiven("reason", request.Reason, TextRule.Prose);
        var outcome = await OwnerOf(workspace).ReopenCycle(new CycleChange(cycle, caller.Author, request.Reason)
        {
            Request = RequestIds.Read(context.Method, request.RequestId, request),
        });
        return new ReopenCycleResponse
        {
            Cycle = await AnswerAsync(outcome, workspace, request.Name, request.RequestId, context.CancellationToken),
        };
    }

    public override async Task<ListFinalsResponse> ListFinals(ListFinalsRequest request, ServerCallContext context)
    {
        var (workspace, cycle) = Names.Cycle("name", request.Name);
        var size = PageSizes.Read(request.PageSize, DefaultFinals, MaxFinals);
        var goals = await directory.FindAsync(workspace, context.CancellationToken)
            ?? throw ApiFault.UnknownWorkspace(Names.OfWorkspace(workspace));
        var after = PageSizes.ReadToken(GenerationToken.Read("page_token", request.PageToken, goals), 0);
        var closing = await FindClosingAsync(request, workspace, cycle, context.CancellationToken);
        var names = (await store.ReadGoalsAsync(workspace, context.CancellationToken)).ToDictionary(row => row.Goal, row => row.Name);
        var finals = await store.ReadFinalsAsync(workspace, closing.Position, context.CancellationToken);
        var page = finals.Where(final => final.Goal > after).Take(size).ToList();
        var room = new PageRoom(options.Value.MaxPageBytes);
        var response = new ListFinalsResponse();
        response.Finals.Add(page.Select(final => new Contracts.V1.Final
        {
            Goal = Names.OfGoal(workspace, names[final.Goal]),
            Score = final.Score.ToWire(),
            Coverage = final.Coverage.ToWire(),
            Grade = final.Grade.ToWire(),
        }).TakeWhile(room.TryTake));
        var read = response.Finals.Count;
        response.NextPageToken = read == 0 || (read == page.Count && page.Count < size)
            ? ""
            : GenerationToken.Of(PageSizes.Token(page[read - 1].Goal), goals);
        return response;
    }

    private async Task<ClosingRow> FindClosingAsync(
        ListFinalsRequest request, string workspace, string cycle, CancellationToken cancellation)
    {
        if (request.Revision < 0)
        {
            throw ApiFault.BadRequest("revision", "must not be below 0");
        }

        var cycles = await ReadAsync(workspace, cancellation);
        var closings = await store.ReadClosingsAsync(workspace, cancellation);
        if (closings.All(one => one.Cycle != cycle) && cycles.All(one => one.Name != request.Name))
        {
            throw ApiFault.UnknownCycle(request.Name);
        }

        return closings.LastOrDefault(one => one.Cycle == cycle && one.Kind == Storage.Records.ClosingKind.Closed
            && (request.Revision == 0 || one.Position == request.Revision))
            ?? throw (request.Revision == 0
                ? new ApiFault(StatusCode.NotFound, ErrorReason.UnknownCycle, $"{request.Name} has never been closed.")
                : new ApiFault(
                    StatusCode.NotFound, ErrorReason.UnknownRevision, $"{request.Name} has no closing of revision {request.Revision}."));
    }

    private IWorkspaceGrain OwnerOf(string workspace) => grains.GetGrain<IWorkspaceGrain>(workspace);

    private async Task<IReadOnlyList<Cycle>> ReadAsync(string workspace, CancellationToken cancellation)
    {
        if (await directory.FindAsync(workspace, cancellation) is null
            || await store.ReadWorkspaceAsync(workspace, cancellation) is not { } row)
        {
            throw ApiFault.UnknownWorkspace(Names.OfWorkspace(workspace));
        }

        return CycleMapping.ToWire(row, await store.ReadClosingsAsync(workspace, cancellation), options.Value.MaxPageBytes);
    }

    private async Task<Cycle> AnswerAsync(
        CycleOutcome outcome, string workspace, string name, string request, CancellationToken cancellation) => outcome switch
    {
        CycleOutcome.Done =>
            (await ReadAsync(workspace, cancellation)).FirstOrDefault(cycle => cycle.Name == name) ?? new Cycle { Name = name },
        CycleOutcome.RequestReused => throw ApiFault.RequestReused(request),
        CycleOutcome.UnknownCycle => throw ApiFault.UnknownCycle(name),
        CycleOutcome.ClosedAlready => throw Refusal($"{name} is closed already."),
        CycleOutcome.NotClosed => throw Refusal($"{name} is not closed."),
        _ => throw Refusal($"{name} has not ended yet."),
    };

    private static ApiFault Refusal(string message) => new(StatusCode.FailedPrecondition, ErrorReason.CycleState, message);
}
