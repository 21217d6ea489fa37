using Grpc.Core;
using OkrGrains.Api.Calls;
using OkrGrains.Api.Errors;
using OkrGrains.Api.Mapping;
using OkrGrains.Contracts.V1;
using OkrGrains.Grains.Workspaces;
using OkrGrains.Model.Definitions;
using OkrGrains.Storage;

namespace OkrGrains.Api.Goals;

/// <summary>Deletes workspaces.</summary>
internal sealed class WorkspaceDeletions(IGrainFactory grains, IDefinitionStore store, Etags etags)
{
    public async Task<DeleteWorkspaceResponse> DeleteAsync(DeleteWorkspaceRequest request, ServerCallContext context)
    {
        var id = Names.Workspace("name", request.Name);
        var caller = Caller.Of(context).Stating("author", request.Author, AuthorRule.PlanChange);
        Texts.Check("reason", request.Reason, TextRule.Prose);
        if (request.Generation < 0)
        {
            throw ApiFault.BadRequest("generation", "must not be negative");
        }

        var change = new DeleteChange(caller.Author, request.Reason, etags.Read("etag", request.Etag), request.Erase)
        {
            Generation = request.Generation,
            Request = RequestIds.Read(context.Method, request.RequestId, request),
        };
        var deleted = await grains.GetGrain<IWorkspaceGrain>(id).Delete(change);
        return deleted.Outcome switch
        {
            DeleteOutcome.Done => await AnswerAsync(id, deleted.Generation, context.CancellationToken),
            DeleteOutcome.RequestReused => throw ApiFault.RequestReused(request.RequestId),
            DeleteOutcome.UnknownWorkspace => throw ApiFault.UnknownWorkspace(request.Name),
            _ => throw PlanRefusals.OfConflict(id, deleted.Conflict!, etags),
        };
    }

    private async Task<DeleteWorkspaceResponse> AnswerAsync(string id, int generation, CancellationToken cancellation)
    {
        var tombstones = await store.ReadTombstonesAsync(id, cancellation);
        return new DeleteWorkspaceResponse
        {
            Workspace = WorkspaceMapping.ToWire(tombstones.Single(tombstone => tombstone.Generation == generation)),
        };
    }
}
