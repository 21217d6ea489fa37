using Grpc.Core;

namespace OkrGrains.Client.Tests.Fakes;

/// <summary>Answers calls in this process: the test holds the server's end of each streaming call.</summary>
internal sealed class FakeInvoker : CallInvoker
{
    private readonly System.Threading.Channels.Channel<object> _calls = System.Threading.Channels.Channel.CreateUnbounded<object>();

    public Queue<Status> Refusals { get; } = new();

    public async Task<FakeStream<TRequest, TResponse>> NextCallAsync<TRequest, TResponse>() =>
        (FakeStream<TRequest, TResponse>)await _calls.Reader.ReadAsync().AsTask().WaitAsync(FakeStream.Patience);

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        var stream = Open<TRequest, TResponse>(options.CancellationToken);
        return new(stream, stream, Headers, _ => Status.DefaultSuccess, _ => [], _ => stream.Abandon(), this);
    }

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        var stream = Open<TRequest, TResponse>(options.CancellationToken);
        stream.Receive(request);
        return new(stream, Headers, _ => Status.DefaultSuccess, _ => [], _ => stream.Abandon(), this);
    }

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options) => throw new NotSupportedException();

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) => throw new NotSupportedException();

    public override TResponse BlockingUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) => throw new NotSupportedException();

    private static Task<Metadata> Headers(object state) => Task.FromResult(new Metadata());

    private FakeStream<TRequest, TResponse> Open<TRequest, TResponse>(CancellationToken cancellation)
    {
        var stream = new FakeStream<TRequest, TResponse>(cancellation);
        if (Refusals.TryDequeue(out var status))
        {
            stream.Break(status);
        }

        _calls.Writer.TryWrite(stream);
        return stream;
    }
}
