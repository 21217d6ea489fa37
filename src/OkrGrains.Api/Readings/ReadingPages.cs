using Microsoft.Extensions.Options;
using OkrGrains.Api.Errors;
using OkrGrains.Api.Mapping;
using OkrGrains.Contracts.V1;
using OkrGrains.Grains.Queries;
using OkrGrains.Storage;
using OkrGrains.Storage.Records;

namespace OkrGrains.Api.Readings;

/// <summary>Reads the readings of a goal a page at a time, the ones accepted last first.</summary>
internal sealed class ReadingPages(IReadingStore store, GoalDirectory directory, IOptions<ApiOptions> options)
{
    public async Task<ListReadingsResponse> ReadAsync(ListReadingsRequest request, CancellationToken cancellation)
    {
        var (workspace, name) = Names.Goal("parent", request.Parent);
        var limits = options.Value;
        if (request.PageSize < 0 || request.PageSize > limits.MaxPageSize)
        {
            throw ApiFault.BadRequest("page_size", $"must be 0 to {limits.MaxPageSize}");
        }

        var size = request.PageSize == 0 ? limits.DefaultPageSize : request.PageSize;
        var goals = await directory.FindAsync(workspace, cancellation) ?? throw ApiFault.UnknownWorkspace(Names.OfWorkspace(workspace));
        var from = RecordToken.Read("page_token", GenerationToken.Read("page_token", request.PageToken, goals));
        if (!goals.ByName.TryGetValue(name, out var goal))
        {
            throw ApiFault.UnknownGoal(request.Parent);
        }

        var page = Fill(await HistoryAsync(goal.Address.Number, from, size, cancellation), from, size, limits.MaxPageBytes);
        page.NextPageToken = GenerationToken.Of(page.NextPageToken, goals);
        return page;
    }

    private async ValueTask<ReadingsPage> HistoryAsync(long goal, RecordToken from, int size, CancellationToken cancellation)
    {
        try
        {
            return await store.ReadReadingsAsync(goal, from.Position, size, cancellation);
        }
        catch (ArgumentException)
        {
            throw RecordToken.Unknown("page_token");
        }
    }

    /// <summary>Fills a page until it reaches its size or the maximum of bytes. The next page may continue within a commit.</summary>
    private static ListReadingsResponse Fill(ReadingsPage page, RecordToken from, int size, int mostBytes)
    {
        var response = new ListReadingsResponse();
        var room = new PageRoom(mostBytes);
        var skip = from.Skip;
        foreach (var commit in page.Commits)
        {
            var records = new CommitRecords(commit, page.Producers);
            for (; skip < records.Count; skip++)
            {
                var record = records.FromLast(skip);
                if (response.Readings.Count == size || !room.TryTake(record))
                {
                    response.NextPageToken = new RecordToken(commit.Position, skip).ToString();
                    return response;
                }

                response.Readings.Add(record);
            }

            skip = 0;
        }

        response.NextPageToken = page.Next == 0 ? "" : new RecordToken(page.Next, 0).ToString();
        return response;
    }
}
