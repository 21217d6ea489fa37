using System.Text;
using OkrGrains.Api.Errors;
using OkrGrains.Api.Mapping;
using OkrGrains.Contracts.V1;
using OkrGrains.Grains.Queries;
using OkrGrains.Storage;
using OkrGrains.Storage.Records;

namespace OkrGrains.Api.Goals;

/// <summary>Reads the definitions that goals have had and the changes of workspaces, a page at a time.</summary>
internal sealed class RevisionPages(IDefinitionStore store)
{
    private const int DefaultSize = 100;
    private const int MaxSize = 1_000;

    public async Task<ListRevisionsResponse> ReadAsync(
        ListRevisionsRequest request, Func<string, CancellationToken, ValueTask<WorkspaceDirectory>> find, CancellationToken cancellation)
    {
        var size = PageSizes.Read(request.PageSize, DefaultSize, MaxSize);
        var after = PageSizes.ReadToken(request.PageToken, 0);
        var response = new ListRevisionsResponse();
        if (request.Name.Count(character => character == '/') <= 1)
        {
            var id = Names.Workspace("name", request.Name);
            await find(id, cancellation);
            response.Revisions.Add((await store.ReadChangesAsync(id, after, size, cancellation)).Select(change => OfChange(id, change)));
        }
        else
        {
            var (workspace, name) = Names.Goal("name", request.Name);
            if (!(await find(workspace, cancellation)).ByName.TryGetValue(name, out var goal))
            {
                throw ApiFault.UnknownGoal(request.Name);
            }

            var rows = await store.ReadRevisionsAsync(goal.Address.Number, after, size, cancellation);
            response.Revisions.Add(rows.Select(row => OfGoal(workspace, row)));
        }

        response.NextPageToken = response.Revisions.Count < size ? "" : PageSizes.Token(response.Revisions[^1].Revision_);
        return response;
    }

    private static Revision OfGoal(string workspace, RevisionRow row) => new()
    {
        Revision_ = row.Position,
        Author = row.Author,
        Reason = row.Reason,
        AcceptedAt = row.AcceptedAt.ToWire(),
        Name = Names.OfGoal(workspace, row.Definition.Name),
        Removed = row.Definition.Removed,
        Definition = Encoding.UTF8.GetString(row.Definition.Body.Span),
    };

    private static Revision OfChange(string workspace, ChangeRow row) => new()
    {
        Revision_ = row.Position,
        Author = row.Author,
        Reason = row.Reason,
        AcceptedAt = row.AcceptedAt.ToWire(),
        Definition = row.Settings is { } settings ? Encoding.UTF8.GetString(settings.Span) : "",
        GoalCount = row.GoalCount,
        Cycle = row.Cycle is { } cycle ? Names.OfCycle(workspace, cycle) : "",
        Closing = row.Closing?.ToWire() ?? Wire.ClosingKind.Unspecified,
    };
}
