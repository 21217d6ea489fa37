using Grpc.Core;
using OkrGrains.Client.Retrying;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Client.Readings;

/// <summary>One stream of a producer, from its opening until it breaks or everything is acknowledged.</summary>
internal sealed class ProducerStream(
    ReadingService.ReadingServiceClient client,
    ReadingProducerOptions options,
    ProducerBuffer buffer,
    Attempts attempts)
{
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    public async Task RunAsync(CancellationToken cancellation)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var call = client.StreamReadings(cancellationToken: end.Token);
        var limits = await OpenAsync(call, end.Token);
        var receiving = ReceiveAsync(call.ResponseStream, end.Token);
        var sending = SendAsync(call.RequestStream, limits, end.Token);
        try
        {
            await await Task.WhenAny(sending, receiving);
        }
        catch (Exception failure) when (sending.IsFaulted && failure is not ReadingsDifferException)
        {
            // Only the receiving half learns the status of the call, so its exception is preferred.
            await receiving.WaitAsync(Farewell, options.Time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (receiving.IsFaulted)
            {
                await receiving;
            }

            throw;
        }
        finally
        {
            if (sending.IsCompletedSuccessfully)
            {
                await receiving.WaitAsync(Farewell, options.Time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            await end.CancelAsync();
            await Task.WhenAll(sending, receiving).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<StreamLimits> OpenAsync(
        AsyncDuplexStreamingCall<StreamReadingsRequest, StreamReadingsResponse> call, CancellationToken cancellation)
    {
        var open = new StreamOpen
        {
            Workspace = options.Workspace,
            Producer = options.Producer,
            AckLevel = options.AckLevel,
            AcknowledgedSequence = buffer.Counts.Acknowledged,
            Incarnation = buffer.Incarnation,
            Generation = buffer.Generation,
        };
        try
        {
            await call.RequestStream.WriteAsync(new StreamReadingsRequest { Open = open }, cancellation);
        }
        catch (Exception failure) when (failure is RpcException or InvalidOperationException)
        {
            // The server has ended the call; reading the answer below throws its status.
        }

        if (!await call.ResponseStream.ReadAsync(cancellation) || call.ResponseStream.Current.Opened is not { } opened)
        {
            throw new BrokenStreamException("the server did not open the stream");
        }

        if (options.Opened is { } check)
        {
            await check(cancellation);
        }

        foreach (var rejection in buffer.StartStream(opened))
        {
            options.Rejected?.Invoke(rejection);
        }

        var window = opened.WindowReadings > 0 ? opened.WindowReadings : options.BatchReadings;
        var most = opened.MaxBatchReadings > 0 ? opened.MaxBatchReadings : options.BatchReadings;
        return new(window, Math.Min(options.BatchReadings, Math.Min(most, window)));
    }

    private async Task SendAsync(IClientStreamWriter<StreamReadingsRequest> requests, StreamLimits limits, CancellationToken cancellation)
    {
        await using var company = options.Time.CreateTimer(
            _ => buffer.Sendable.Set(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        var request = new StreamReadingsRequest { Batch = new ReadingBatch() };
        while (true)
        {
            switch (buffer.TakeBatch(request.Batch, limits))
            {
                case SendStep.Send:
                    await requests.WriteAsync(request, cancellation);
                    break;
                case SendStep.Wait:
                    await buffer.Sendable.WaitAsync(cancellation);
                    break;
                case SendStep.WaitForCompany:
                    company.Change(options.BatchDelay, Timeout.InfiniteTimeSpan);
                    await buffer.Sendable.WaitAsync(cancellation);
                    break;
                default:
                    await requests.CompleteAsync();
                    return;
            }
        }
    }

    private async Task ReceiveAsync(IAsyncStreamReader<StreamReadingsResponse> responses, CancellationToken cancellation)
    {
        while (await responses.ReadAsync(cancellation))
        {
            Take(responses.Current);
        }

        if (!buffer.IsDone)
        {
            throw new BrokenStreamException("the server ended the stream");
        }
    }

    private void Take(StreamReadingsResponse response)
    {
        switch (response.MessageCase)
        {
            case StreamReadingsResponse.MessageOneofCase.Ack:
                foreach (var rejection in buffer.Acknowledge(response.Ack))
                {
                    options.Rejected?.Invoke(rejection);
                }

                attempts.Progressed();
                break;
            case StreamReadingsResponse.MessageOneofCase.Rejection:
                foreach (var rejected in buffer.Reject(response.Rejection))
                {
                    options.Rejected?.Invoke(rejected);
                }

                break;
            case StreamReadingsResponse.MessageOneofCase.HandleRejection:
                buffer.RejectHandle(response.HandleRejection);
                break;
            case StreamReadingsResponse.MessageOneofCase.Gap:
                // Batches are sent in order, so a gap means that client and server lost step. A new stream says where to continue.
                throw new BrokenStreamException($"the server expects reading {response.Gap.ExpectedSequence}");
            default:
                // A newer server may send messages that this client does not know.
                break;
        }
    }
}
