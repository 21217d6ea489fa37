using System.Threading.Channels;
using Grpc.Core;

namespace OkrGrains.Client.Tests.Fakes;

internal static class FakeStream
{
    /// <summary>The time that a test waits for an expected event before it fails.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
}

/// <summary>Both ends of one streaming call.</summary>
internal sealed class FakeStream<TRequest, TResponse>(CancellationToken cancellation) : IClientStreamWriter<TRequest>, IAsyncStreamReader<TResponse>
{
    private readonly Channel<TRequest> _requests = Channel.CreateUnbounded<TRequest>();
    private readonly Channel<TResponse> _responses = Channel.CreateUnbounded<TResponse>();
    private Exception? _broken;

    public WriteOptions? WriteOptions { get; set; }

    public TResponse Current { get; private set; } = default!;

    public ChannelReader<TRequest> Requests => _requests.Reader;

    public async Task<TRequest> RequestAsync() => await _requests.Reader.ReadAsync().AsTask().WaitAsync(FakeStream.Patience);

    /// <summary>Waits until the client has completed its requests.</summary>
    public Task EndOfRequestsAsync() => _requests.Reader.Completion.WaitAsync(FakeStream.Patience);

    public void Receive(TRequest request) => _requests.Writer.TryWrite(request);

    public void Respond(TResponse response) => _responses.Writer.TryWrite(response);

    public void End() => _responses.Writer.TryComplete();

    public void Break(Status status) => Break(new RpcException(status));

    public void Break(Exception failure)
    {
        _broken = failure;
        _responses.Writer.TryComplete();
    }

    public void Abandon() => _requests.Writer.TryComplete();

    public Task WriteAsync(TRequest message)
    {
        if (_broken is { } failure)
        {
            throw failure;
        }

        // The message is cloned, since the client may reuse it once it is written.
        Receive((TRequest)((Google.Protobuf.IDeepCloneable<TRequest>)message!).Clone()!);
        return Task.CompletedTask;
    }

    public Task WriteAsync(TRequest message, CancellationToken cancellationToken) => WriteAsync(message);

    public Task CompleteAsync()
    {
        Abandon();
        return Task.CompletedTask;
    }

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, cancellationToken);
        try
        {
            if (await _responses.Reader.WaitToReadAsync(either.Token) && _responses.Reader.TryRead(out var response))
            {
                Current = response;
                return true;
            }
        }
        catch (OperationCanceledException)
        {
            throw new RpcException(new Status(StatusCode.Cancelled, "cancelled"));
        }

        return _broken is { } failure ? throw failure : false;
    }
}
