using System.Runtime.CompilerServices;
using Grpc.Core;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Client.Readings;

/// <summary>
/// Lists, corrects and retracts readings. Every method throws <see cref="RpcException"/> when the server refuses. A correction or
/// retraction whose outcome is unknown may be sent again: the repetition changes nothing.
/// </summary>
public sealed class ReadingClient(CallInvoker invoker)
{
    private const int PageReadings = 1_000;

    private readonly ReadingService.ReadingServiceClient _service = new(invoker);

    /// <summary>Gives a reading another value. The reading keeps its time and its place among readings of equal time.</summary>
    public async Task<CorrectReadingResponse> CorrectAsync(CorrectReadingRequest request, CancellationToken cancellation = default) =>
        await _service.CorrectReadingAsync(request, cancellationToken: cancellation);

    /// <summary>Stops a reading from counting, until it is corrected.</summary>
    public async Task<RetractReadingResponse> RetractAsync(RetractReadingRequest request, CancellationToken cancellation = default) =>
        await _service.RetractReadingAsync(request, cancellationToken: cancellation);

    /// <summary>Lists the readings of a goal, the ones accepted last first. Pages are fetched as they are needed.</summary>
    /// <param name="goal">The full name of the goal.</param>
    /// <param name="cancellation">Cancels the calls.</param>
    public async IAsyncEnumerable<RecordedReading> ListAsync(
        string goal, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var request = new ListReadingsRequest { Parent = goal, PageSize = PageReadings };
        do
        {
            var page = await _service.ListReadingsAsync(request, cancellationToken: cancellation);
            foreach (var reading in page.Readings)
            {
                yield return reading;
            }

            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
    }
}
