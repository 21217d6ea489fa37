using Grpc.Core;
using Grpc.Core.Interceptors;

namespace OkrGrains.Api.Limits;

/// <summary>Bounds the open streams of gRPC's own services, reflection and health, which know no limits themselves.</summary>
internal sealed class GrpcServiceSlots(OpenCalls calls) : Interceptor
{
    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        using var slot = context.Method.StartsWith("/grpc.health.", StringComparison.Ordinal) ? calls.Watches.Take() : null;
        await continuation(request, responseStream, context);
    }

    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        using var slot = context.Method.StartsWith("/grpc.reflection.", StringComparison.Ordinal) ? calls.Reflection.Take() : null;
        await continuation(requestStream, responseStream, context);
    }
}
