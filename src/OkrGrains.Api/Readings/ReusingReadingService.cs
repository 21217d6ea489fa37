using Grpc.Core;
using OkrGrains.Api.Streaming;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Api.Readings;

/// <summary>
/// <see cref="ReadingService.ReadingServiceBase"/> with requests of streams that <see cref="RequestReader"/> reads. The server looks for what
/// <see cref="Bind"/> names here, so that a new method of the service is missed at start.
/// </summary>
[BindServiceMethod(typeof(ReusingReadingService), nameof(Bind))]
internal abstract class ReusingReadingService
{
    /// <summary>Called by the gRPC server, once and without a service, to learn the methods.</summary>
    public static void Bind(ServiceBinderBase binder, ReusingReadingService? service) => ReadingService.BindService(new Binder(binder), null);

    public abstract Task StreamReadings(
        IAsyncStreamReader<StreamReadingsRequest> requestStream,
        IServerStreamWriter<StreamReadingsResponse> responseStream,
        ServerCallContext context);

    public abstract Task<WriteReadingsResponse> WriteReadings(WriteReadingsRequest request, ServerCallContext context);

    public abstract Task<CorrectReadingResponse> CorrectReading(CorrectReadingRequest request, ServerCallContext context);

    public abstract Task<RetractReadingResponse> RetractReading(RetractReadingRequest request, ServerCallContext context);

    public abstract Task<ListReadingsResponse> ListReadings(ListReadingsRequest request, ServerCallContext context);

    /// <summary>Passes the generated methods on to the server, the streaming one with another reader of its requests.</summary>
    private sealed class Binder(ServiceBinderBase server) : ServiceBinderBase
    {
        private static readonly Marshaller<StreamReadingsRequest> _requests = Marshallers.Create<StreamReadingsRequest>(
            static (_, _) => throw new NotSupportedException("A server sends no requests."),
            static context => RequestReader.Shared.Read(context.PayloadAsReadOnlySequence()));

        public override void AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler) => server.AddMethod(method, handler);

        public override void AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler) =>
            server.AddMethod(
                new Method<StreamReadingsRequest, TResponse>(method.Type, method.ServiceName, method.Name, _requests, method.ResponseMarshaller),
                (DuplexStreamingServerMethod<StreamReadingsRequest, TResponse>?)null);
    }
}
