using System.Runtime.CompilerServices;
using Grpc.Core;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Client.Readings;

/// <summary>
/// Lists, corrects and retracts readings. Every method throws <see cref="RpcException"/> when the server refuses. An amendment whose outcome is
/// unknown may be sent again: made twice it is made once.
/// </summary>
public sealed class ReadingClient(CallInvoker invoker)
{
    private const int PageReadings = 1_000;

    private readonly ReadingService.ReadingServiceClient _service = new(invoker);

    /// <summary>Gives a reading another value; it keeps its time and its place among equal times.</summary>
    public async Task<CorrectReadingResponse> CorrectAsync(CorrectReadingRequest request, CancellationToken cancellation = default) =>
        await _service.CorrectReadingAsync(request, cancellationToken: cancellation);

    /// <summary>Makes a reading not count until it is corrected.</summary>
    public async Task<RetractReadingResponse> RetractAsync(RetractReadingRequest request, CancellationToken cancellation = default) =>
        await _service.RetractReadingAsync(request, cancellationToken: cancellation);

    /// <summary>The readings of a goal, what was accepted last first, fetched as they are asked for.</summary>
    /// <param name="goal">The goal's full name.</param>
    /// <param name="cancellation">Ends the calls.</param>
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
