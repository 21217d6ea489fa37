using System.Globalization;
using Microsoft.Extensions.Options;
using OkrGrains.Api.Errors;
using OkrGrains.Api.Mapping;
using OkrGrains.Contracts.V1;
using OkrGrains.Grains.Queries;
using OkrGrains.Model.Numbers;
using OkrGrains.Storage;

namespace OkrGrains.Api.Goals;

/// <summary>
/// Reads the workspaces a page at a time, by id and generation. The token of a page is the id behind which it begins, with the generation
/// where the id has another one, so that workspaces that are added meanwhile shift nothing.
/// </summary>
internal sealed class WorkspacePages(GoalDirectory directory, IDefinitionStore store, Etags etags, IOptions<ApiOptions> options)
{
    public async Task<ListWorkspacesResponse> ReadAsync(ListWorkspacesRequest request, CancellationToken cancellation)
    {
        var limits = options.Value;
        var size = PageSizes.Read(request.PageSize, limits.DefaultPageSize, limits.MaxPageSize);
        var after = request.PageToken.Length == 0 ? ("", 0) : ReadToken(request.PageToken);
        var room = new PageRoom(limits.MaxPageBytes);
        var response = new ListWorkspacesResponse();
        foreach (var (place, workspace) in (await AllAsync(request.ShowDeleted, cancellation))
            .OrderBy(one => one.Place.Id, StringComparer.Ordinal).ThenBy(one => one.Place.Generation))
        {
            if (Compare(place, after) <= 0)
            {
                continue;
            }

            if (response.Workspaces.Count == size || !room.TryTake(workspace))
            {
                response.NextPageToken = string.Create(CultureInfo.InvariantCulture, $"{after.Item1}.{after.Item2}");
                break;
            }

            response.Workspaces.Add(workspace);
            after = place;
        }

        return response;
    }

    private async Task<List<((string Id, int Generation) Place, Workspace Workspace)>> AllAsync(
        bool deleted, CancellationToken cancellation)
    {
        var counts = await store.CountGoalsAsync(cancellation);
        var all = new List<((string Id, int Generation), Workspace)>();
        foreach (var row in await directory.WorkspacesAsync(cancellation))
        {
            all.Add(((row.Id, row.Generation), WorkspaceMapping.ToWire(row, counts.GetValueOrDefault(row.Id), etags)));
        }

        if (deleted)
        {
            var tombstones = await store.ReadTombstonesAsync(after: 0, cancellation);
            all.AddRange(tombstones.Select(row => ((row.Id, row.Generation), WorkspaceMapping.ToWire(row))));
        }

        return all;
    }

    private static int Compare((string Id, int Generation) left, (string Id, int Generation) right) =>
        string.CompareOrdinal(left.Id, right.Id) is not 0 and var order ? order : left.Generation.CompareTo(right.Generation);

    /// <summary>Returns the place in a token. A token of a build that knew of no generations is an id, with all its generations.</summary>
    private static (string Id, int Generation) ReadToken(string token)
    {
        var parts = token.Split('.', 2);
        long generation = int.MaxValue;
        return parts.Length == 1 || (PlainNumber.TryParseWhole(parts[1], out generation) && generation <= int.MaxValue)
            ? (Names.Id("page_token", parts[0]), (int)generation)
            : throw ApiFault.BadRequest("page_token", "is no page token of this server");
    }
}
