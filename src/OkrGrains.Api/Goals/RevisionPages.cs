using System.Collections.Immutable;
using System.Text;
using Microsoft.Extensions.Options;
using OkrGrains.Api.Errors;
using OkrGrains.Api.Mapping;
using OkrGrains.Contracts.V1;
using OkrGrains.Grains.Queries;
using OkrGrains.Storage;
using OkrGrains.Storage.Records;

namespace OkrGrains.Api.Goals;

/// <summary>Reads the definitions that goals have had and the changes of workspaces, a page at a time.</summary>
internal sealed class RevisionPages(IDefinitionStore store, IOptions<ApiOptions> options)
{
    private const int DefaultSize = 100;
    private const int MaxSize = 1_000;

    /// <summary>The number of revisions that are read at a time. A page of large definitions ends early, and the rest is not read.</summary>
    private const int ReadAtATime = 100;

    public async Task<ListRevisionsResponse> ReadAsync(
        ListRevisionsRequest request, Func<string, CancellationToken, ValueTask<WorkspaceDirectory>> find, CancellationToken cancellation)
    {
        var size = PageSizes.Read(request.PageSize, DefaultSize, MaxSize);
        if (request.Name.Count(character => character == '/') <= 1)
        {
            var id = Names.Workspace("name", request.Name);
            var all = await find(id, cancellation);
            return await FillAsync(size, request, all, async (behind, count) =>
                [.. (await store.ReadChangesAsync(id, behind, count, cancellation)).Select(change => OfChange(id, change))]);
        }

        var (workspace, name) = Names.Goal("name", request.Name);
        var goals = await find(workspace, cancellation);
        if (!goals.ByName.TryGetValue(name, out var goal))
        {
            throw ApiFault.UnknownGoal(request.Name);
        }

        return await FillAsync(size, request, goals, async (behind, count) =>
            [.. (await store.ReadRevisionsAsync(goal.Address.Number, behind, count, cancellation)).Select(row => OfGoal(workspace, row))]);
    }

    private async Task<ListRevisionsResponse> FillAsync(
        int size, ListRevisionsRequest request, WorkspaceDirectory goals, Func<long, int, Task<ImmutableArray<Revision>>> read)
    {
        var after = PageSizes.ReadToken(GenerationToken.Read("page_token", request.PageToken, goals), 0);
        var room = new PageRoom(options.Value.MaxPageBytes);
        var response = new ListRevisionsResponse();
        while (true)
        {
            var count = Math.Min(ReadAtATime, size - response.Revisions.Count);
            var revisions = await read(after, count);
            foreach (var revision in revisions)
            {
                if (!room.TryTake(revision))
                {
                    response.NextPageToken = GenerationToken.Of(PageSizes.Token(after), goals);
                    return response;
                }

                response.Revisions.Add(revision);
                after = revision.Revision_;
            }

            if (revisions.Length < count || response.Revisions.Count == size)
            {
                response.NextPageToken = revisions.Length < count ? "" : GenerationToken.Of(PageSizes.Token(after), goals);
                return response;
            }
        }
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
