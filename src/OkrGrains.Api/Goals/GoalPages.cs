using Microsoft.Extensions.Options;
using OkrGrains.Api.Calls;
using OkrGrains.Api.Errors;
using OkrGrains.Api.Limits;
using OkrGrains.Api.Mapping;
using OkrGrains.Contracts.V1;
using OkrGrains.Grains.Queries;
using OkrGrains.Grains.Time;

namespace OkrGrains.Api.Goals;

/// <summary>Reads goals a page at a time.</summary>
internal sealed class GoalPages(TreeReader tree, GoalClock clock, ReadTokens tokens, Etags etags, Quotas quotas, IOptions<ApiOptions> options)
{
    public async Task<ListGoalsResponse> ReadAsync(
        Caller caller, WorkspaceDirectory directory, ListGoalsRequest request, CancellationToken cancellation)
    {
        var limits = options.Value;
        if (request.PageSize < 0 || request.PageSize > limits.MaxPageSize)
        {
            throw ApiFault.BadRequest("page_size", $"must be 0 to {limits.MaxPageSize}");
        }

        var size = request.PageSize == 0 ? limits.DefaultPageSize : request.PageSize;
        var from = request.PageToken.Length == 0
            ? PageToken.Start
            : PageToken.Read("page_token", GenerationToken.Read("page_token", request.PageToken, directory));
        if (request.PageToken.Length == 0 && tokens.Read("after_token", request.AfterToken, directory))
        {
            // The first page waits until the readings count in all goals of the workspace, since later pages do not wait.
            await tree.ReadAtLeastAsync(directory, directory.Goals, cancellation);
        }

        await quotas.Pages.TakeAsync(caller, 1, cancellation);
        try
        {
            return await FillAsync(directory, from, size, limits.MaxPageBytes, cancellation);
        }
        finally
        {
            quotas.Pages.GiveBack(caller, 1);
        }
    }

    private async Task<ListGoalsResponse> FillAsync(
        WorkspaceDirectory directory, PageToken from, int size, int mostBytes, CancellationToken cancellation)
    {
        var rest = directory.Goals.Where(from.Precedes).ToList();
        var entries = rest.Take(size).ToList();
        var states = await tree.ReadAsync(directory, entries, upToDate: false, cancellation);

        var page = new ListGoalsResponse
        {
            At = clock.Now.ToWire(),
            Etag = etags.Of(directory.Revision),
            TimeZone = directory.Zone.Name,
        };
        var room = new PageRoom(mostBytes);
        var read = 0;
        foreach (var (entry, state) in entries.Zip(states))
        {
            var goal = GoalMapping.ToWire(directory, entry, state);
            if (!room.TryTake(goal))
            {
                break;
            }

            page.Goals.Add(goal);
            page.At = state.At.ToWire();
            read++;
        }

        page.NextPageToken = read == rest.Count ? "" : GenerationToken.Of(from.Behind(entries[read - 1]).ToString(), directory);
        return page;
    }
}
