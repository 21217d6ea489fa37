using Grpc.Core;
using Grpc.Core.Interceptors;
using OkrGrains.Api.Calls;

namespace OkrGrains.Api.Limits;

/// <summary>Bounds the open streams of gRPC's own services, reflection and health, which know no limits themselves.</summary>
internal sealed class GrpcServiceSlots(Quotas quotas) : Interceptor
{
    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        using var slot = IsOf("/grpc.health.", context) ? quotas.Watches.Take(Caller.Of(context)) : null;
        await continuation(request, responseStream, context);
    }

    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        using var slot = IsOf("/grpc.reflection.", context) ? quotas.Reflection.Take(Caller.Of(context)) : null;
        await continuation(requestStream, responseStream, context);
    }

    private static bool IsOf(string package, ServerCallContext context) => context.Method.StartsWith(package, StringComparison.Ordinal);
}
