using System.Collections.Concurrent;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Core.Interceptors;
using OkrGrains.Api.Calls;
using OkrGrains.Api.Mapping;

namespace OkrGrains.Api.Limits;

/// <summary>
/// Bounds unary calls, and lets every call with a single request take the share of the workspace that the request names, so that no service
/// has to. Calls with streams of requests learn of their workspace later, and enter it themselves.
/// </summary>
internal sealed class CallShares(Quotas quotas) : Interceptor
{
    /// <summary>The field of each kind of request that holds a full name; null for a request without one.</summary>
    private readonly ConcurrentDictionary<MessageDescriptor, IFieldAccessor?> _names = new();

    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        using var slot = quotas.UnaryCalls.Take(Enter(request, context));
        return await continuation(request, context);
    }

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        Enter(request, context);
        return continuation(request, responseStream, context);
    }

    private Caller Enter<TRequest>(TRequest request, ServerCallContext context) =>
        request is IMessage message
        && _names.GetOrAdd(message.Descriptor, static type => NameOf(type)) is { } field
        && Names.WorkspaceOf((string)field.GetValue(message)) is { } workspace
            ? Caller.Enter(context.GetHttpContext(), workspace)
            : Caller.Of(context);

    private static IFieldAccessor? NameOf(MessageDescriptor type) =>
        (type.FindFieldByName("parent") ?? type.FindFieldByName("name")) is { FieldType: FieldType.String, IsRepeated: false } field
            ? field.Accessor
            : null;
}
