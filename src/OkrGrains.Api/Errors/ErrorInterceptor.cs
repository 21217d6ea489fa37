using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace OkrGrains.Api.Errors;

/// <summary>Converts every exception of a service to a status with details, so that services simply throw.</summary>
internal sealed class ErrorInterceptor(
    IHostApplicationLifetime lifetime, ApiInstruments instruments, ILogger<ErrorInterceptor> log) : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(request, context);
        }
        catch (Exception exception) when (LacksDetails(exception))
        {
            throw Answer(exception, context);
        }
    }

    public override async Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        ServerCallContext context,
        ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(new ReadableRequests<TRequest>(requestStream, context.CancellationToken), context);
        }
        catch (Exception exception) when (LacksDetails(exception))
        {
            throw Answer(exception, context);
        }
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            await continuation(request, responseStream, context);
        }
        catch (Exception exception) when (LacksDetails(exception))
        {
            throw Answer(exception, context);
        }
    }

    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            await continuation(new ReadableRequests<TRequest>(requestStream, context.CancellationToken), responseStream, context);
        }
        catch (Exception exception) when (LacksDetails(exception))
        {
            throw Answer(exception, context);
        }
    }

    /// <summary>Returns true unless the exception is a status with details, or one that nothing can be added to.</summary>
    private static bool LacksDetails(Exception exception) => exception is not RpcException || ErrorMapping.Find(exception) is not null;

    private RpcException Answer(Exception exception, ServerCallContext context)
    {
        if (ErrorMapping.Find(exception) is { } fault)
        {
            if (fault.IsMalformed)
            {
                log.Malformed(context.Method);
            }
            else
            {
                log.Refused(context.Method, fault.Code, fault.Reason, RichStatus.Line(exception.Message));
            }

            return Counted(fault, context);
        }

        // This check comes first, since a server that stops cancels calls whose callers still wait for an answer.
        if (exception is OperationCanceledException && lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return Counted(ApiFault.ShuttingDown(), context);
        }

        // The caller has left: nobody reads the answer, and the exception is a consequence of the cancellation.
        if (context.CancellationToken.IsCancellationRequested)
        {
            return new RpcException(new Status(StatusCode.Cancelled, "The call was cancelled."));
        }

        var correlation = Guid.NewGuid().ToString("N");
        log.Failed(context.Method, correlation, exception);
        return Counted(ErrorMapping.Internal(correlation), context);
    }

    private RpcException Counted(ApiFault fault, ServerCallContext context)
    {
        instruments.Failed(context.Method[(context.Method.LastIndexOf('/') + 1)..], fault.Reason);
        return RichStatus.Of(fault);
    }
}
