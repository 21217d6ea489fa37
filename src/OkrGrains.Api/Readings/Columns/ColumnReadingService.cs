using Grpc.Core;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Api.Readings.Columns;

/// <summary>
/// <see cref="ReadingService.ReadingServiceBase"/> but for the requests of <see cref="StreamReadings"/>, which <see cref="RequestReader"/>
/// reads. The server looks for what <see cref="Bind"/> names here, so that a new method of the service is missed at start.
/// </summary>
[BindServiceMethod(typeof(ColumnReadingService), nameof(Bind))]
internal abstract class ColumnReadingService
{
    /// <summary>The service's description, which reflection looks for beside <see cref="Bind"/>.</summary>
    public static Google.Protobuf.Reflection.ServiceDescriptor Descriptor => ReadingService.Descriptor;

    /// <summary>Called by the gRPC server, once and without a service, to learn the methods.</summary>
    public static void Bind(ServiceBinderBase binder, ColumnReadingService? service) =>
        ReadingService.BindService(new OwnReader(binder), null);

    public abstract Task StreamReadings(
        IAsyncStreamReader<StreamedRequest> requestStream,
        IServerStreamWriter<StreamReadingsResponse> responseStream,
        ServerCallContext context);

    public abstract Task<WriteReadingsResponse> WriteReadings(WriteReadingsRequest request, ServerCallContext context);

    public abstract Task<CorrectReadingResponse> CorrectReading(CorrectReadingRequest request, ServerCallContext context);

    public abstract Task<RetractReadingResponse> RetractReading(RetractReadingRequest request, ServerCallContext context);

    public abstract Task<ListReadingsResponse> ListReadings(ListReadingsRequest request, ServerCallContext context);

    /// <summary>Passes the generated methods on to the server, the streaming one with another reader of its requests.</summary>
    private sealed class OwnReader(ServiceBinderBase server) : ServiceBinderBase
    {
        private static readonly Marshaller<StreamedRequest> Requests = Marshallers.Create<StreamedRequest>(
            static (_, _) => throw new NotSupportedException("A server sends no requests."),
            static context => RequestReader.Read(context.PayloadAsReadOnlySequence()));

        public override void AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler) => server.AddMethod(method, handler);

        public override void AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler) =>
            server.AddMethod(
                new Method<StreamedRequest, TResponse>(method.Type, method.ServiceName, method.Name, Requests, method.ResponseMarshaller),
                (DuplexStreamingServerMethod<StreamedRequest, TResponse>?)null);
    }
}
