using Google.Protobuf.Reflection;
using Grpc.Core;
using OkrGrains.Load;

namespace OkrGrains.Fuzz.Tests.Wire;

/// <summary>Sends calls whose bytes are drawn, and returns how each ended.</summary>
internal sealed class HostileClient(Random random, CallInvoker invoker, string server)
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);
    private static readonly Marshaller<byte[]> _raw = Marshallers.Create<byte[]>(value => value, value => value);

    /// <summary>Sends the messages of a call; any call may get any number of them.</summary>
    public async Task<Status> CallAsync(MethodDescriptor method, IReadOnlyList<byte[]> messages)
    {
        using var end = new CancellationTokenSource(_patience, TimeProvider.System);
        var raw = new Method<byte[], byte[]>(MethodType.DuplexStreaming, method.Service.FullName, method.Name, _raw, _raw);
        using var call = invoker.AsyncDuplexStreamingCall(raw, null, new CallOptions(cancellationToken: end.Token));
        try
        {
            await SendAsync(call, messages);
            while (await call.ResponseStream.MoveNext(end.Token))
            {
                // What only the server streams, as a watch, goes on for ever, and is left after the first response.
                if (!method.IsClientStreaming)
                {
                    return Status.DefaultSuccess;
                }
            }

            return call.GetStatus();
        }
        catch (RpcException failure)
        {
            return end.IsCancellationRequested ? new Status(StatusCode.DeadlineExceeded, "The call did not end.") : failure.Status;
        }
    }

    /// <summary>Sends bytes that are no frames, or frames whose prefix lies.</summary>
    public async Task<Status> FramesAsync(MethodDescriptor method, byte[] message)
    {
        var body = RawCall.Framed(message, packed: random.Next(4) == 0);
        switch (random.Next(5))
        {
            case 0:
                body[0] = (byte)random.Next(256);
                break;
            case 1:
                body = body[..random.Next(body.Length + 1)];
                break;
            case 2:
                random.NextBytes(body.AsSpan(1, 4));
                break;
            case 3:
                random.NextBytes(body);
                break;
            default:
                body = [.. body, .. body, .. body[..random.Next(body.Length)]];
                break;
        }

        var packed = random.Next(2) == 0;
        var end = await RawCall.EndAsync(server, Calls.PathOf(method), async stream => await stream.WriteAsync(body), packed)
            .WaitAsync(_patience, TimeProvider.System);
        return end.Status;
    }

    private static async Task SendAsync(AsyncDuplexStreamingCall<byte[], byte[]> call, IReadOnlyList<byte[]> messages)
    {
        try
        {
            foreach (var message in messages)
            {
                await call.RequestStream.WriteAsync(message);
            }

            await call.RequestStream.CompleteAsync();
        }
        catch (Exception ended) when (ended is RpcException or InvalidOperationException or IOException)
        {
            // The server has answered before the end. The responses say what.
        }
    }
}
