using Compat.Grpc.Tests.V1;
using Grpc.Core;

namespace Compat.Grpc.Tests;

internal sealed class EchoService(EchoHost host) : Echo.EchoBase
{
    public override Task<Words> Say(Words request, ServerCallContext context) => Task.FromResult(request);

    public override async Task<Words> Join(IAsyncStreamReader<Words> requestStream, ServerCallContext context)
    {
        var texts = new List<string>();
        await foreach (var words in requestStream.ReadAllAsync(context.CancellationToken))
        {
            texts.Add(words.Text);
        }

        return new Words { Text = string.Join(' ', texts) };
    }

    public override async Task Split(Words request, IServerStreamWriter<Words> responseStream, ServerCallContext context)
    {
        foreach (var text in request.Text.Split(' '))
        {
            await responseStream.WriteAsync(new Words { Text = text }, context.CancellationToken);
        }
    }

    public override async Task Chat(
        IAsyncStreamReader<Words> requestStream, IServerStreamWriter<Words> responseStream, ServerCallContext context)
    {
        await foreach (var words in requestStream.ReadAllAsync(context.CancellationToken))
        {
            await responseStream.WriteAsync(words, context.CancellationToken);
        }
    }

    public override async Task Hang(Words request, IServerStreamWriter<Words> responseStream, ServerCallContext context)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = context.CancellationToken.Register(ended.SetResult);
        await responseStream.WriteAsync(request, context.CancellationToken);
        await ended.Task;
        host.Ended.TrySetResult(context.Deadline);
        context.CancellationToken.ThrowIfCancellationRequested();
    }

    public override async Task<Words> Reflect(Words request, ServerCallContext context)
    {
        var headers = new Metadata();
        foreach (var entry in context.RequestHeaders.Where(entry => entry.Key.StartsWith("echo-", StringComparison.Ordinal)))
        {
            headers.Add(entry);
            context.ResponseTrailers.Add(entry);
        }

        await context.WriteResponseHeadersAsync(headers);
        return request;
    }

    public override Task<Words> Fail(Failure request, ServerCallContext context)
    {
        if (request.Crash)
        {
            throw new InvalidOperationException(request.Detail);
        }

        var status = new Status((StatusCode)request.Code, request.Detail);
        if (request.Quiet)
        {
            context.Status = status;
            return Task.FromResult(new Words());
        }

        throw new RpcException(status, new Metadata { { "grpc-status-details-bin", request.StatusDetails.ToByteArray() } });
    }
}
