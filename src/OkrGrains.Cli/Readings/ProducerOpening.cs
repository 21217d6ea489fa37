using Grpc.Core;
using OkrGrains.Client;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Cli.Readings;

/// <summary>Opens streams of producers by hand, beside those that push files.</summary>
internal static class ProducerOpening
{
    /// <summary>Opens a stream of a producer, which ends the one that was open before.</summary>
    /// <exception cref="RpcException">The server refuses it.</exception>
    public static async Task<StreamOpened> OpenAsync(
        AsyncDuplexStreamingCall<StreamReadingsRequest, StreamReadingsResponse> call,
        string workspace,
        string producer,
        CancellationToken cancellation)
    {
        await SendAsync(call, new() { Open = new StreamOpen { Workspace = workspace, Producer = producer } }, cancellation);
        return await call.ResponseStream.MoveNext(cancellation) && call.ResponseStream.Current.Opened is { } opened
            ? opened
            : throw new IOException("the server did not open the stream");
    }

    public static async Task SendAsync(
        AsyncDuplexStreamingCall<StreamReadingsRequest, StreamReadingsResponse> call,
        StreamReadingsRequest request,
        CancellationToken cancellation)
    {
        try
        {
            await call.RequestStream.WriteAsync(request, cancellation);
        }
        catch (Exception failure) when (failure is RpcException or InvalidOperationException)
        {
            // The server has ended the call; reading its answers throws its status.
        }
    }

    /// <summary>Ends the streams of producers that are open, so that nothing more is sent by them.</summary>
    public static async Task FenceAsync(
        OkrClient client, string workspace, IEnumerable<string> producers, CancellationToken cancellation)
    {
        var service = new ReadingService.ReadingServiceClient(client.Invoker);
        foreach (var producer in producers)
        {
            using var call = service.StreamReadings(cancellationToken: cancellation);
            try
            {
                await OpenAsync(call, workspace, producer, cancellation);
            }
            catch (RpcException refused) when (refused.StatusCode == StatusCode.InvalidArgument)
            {
                // The server's own producers, of unary writes and check-ins, are opened by nobody else.
            }
        }
    }
}
