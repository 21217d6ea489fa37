using Microsoft.Extensions.Options;
using OkrGrains.Api.Errors;
using OkrGrains.Api.Mapping;
using OkrGrains.Contracts.V1;
using OkrGrains.Grains.Queries;

namespace OkrGrains.Api.Goals;

/// <summary>
/// Reads the workspaces a page at a time, by id. The token of a page is the id behind which it begins, so that workspaces that are added
/// meanwhile shift nothing.
/// </summary>
internal sealed class WorkspacePages(GoalDirectory directory, IOptions<ApiOptions> options)
{
    public async Task<ListWorkspacesResponse> ReadAsync(ListWorkspacesRequest request, CancellationToken cancellation)
    {
        var limits = options.Value;
        var size = PageSizes.Read(request.PageSize, limits.DefaultPageSize, limits.MaxPageSize);
        var after = request.PageToken.Length == 0 ? "" : Names.Id("page_token", request.PageToken);
        var room = new PageRoom(limits.MaxPageBytes);
        var response = new ListWorkspacesResponse();
        foreach (var row in (await directory.WorkspacesAsync(cancellation)).OrderBy(row => row.Id, StringComparer.Ordinal))
        {
            if (string.CompareOrdinal(row.Id, after) <= 0)
            {
                continue;
            }

            var workspace = new Workspace { Name = Names.OfWorkspace(row.Id), Revision = row.Revision, Etag = Etag.Of(row.Revision) };
            if (response.Workspaces.Count == size || !room.TryTake(workspace))
            {
                response.NextPageToken = after;
                break;
            }

            response.Workspaces.Add(workspace);
            after = row.Id;
        }

        return response;
    }
}
