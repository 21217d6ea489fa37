using Google.Protobuf.Reflection;
using Grpc.Core;
using OkrGrains.Api.Streaming;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Api.Readings;

/// <summary>
/// The reading service with requests of streams that <see cref="RequestReader"/> reads. It has the shape of the generated
/// <see cref="ReadingService"/>, where the gRPC server looks for <see cref="Bind"/>, and its reflection for <see cref="Descriptor"/>.
/// </summary>
internal static class ReusingReadingService
{
    /// <summary>The descriptor of the service.</summary>
    public static ServiceDescriptor Descriptor => ReadingService.Descriptor;

    /// <summary>Called by the gRPC server, once and without a service, to learn the methods.</summary>
    public static void Bind(ServiceBinderBase binder, Methods? service) => ReadingService.BindService(new Binder(binder), null);

    /// <summary>
    /// The methods of the service, as in <see cref="ReadingService.ReadingServiceBase"/>. The server looks for each that <see cref="Bind"/>
    /// names, so that a new method of the service is missed at start.
    /// </summary>
    [BindServiceMethod(typeof(ReusingReadingService), nameof(Bind))]
    internal abstract class Methods
    {
        public abstract Task StreamReadings(
            IAsyncStreamReader<StreamReadingsRequest> requestStream,
            IServerStreamWriter<StreamReadingsResponse> responseStream,
            ServerCallContext context);

        public abstract Task<WriteReadingsResponse> WriteReadings(WriteReadingsRequest request, ServerCallContext context);

        public abstract Task<CorrectReadingResponse> CorrectReading(CorrectReadingRequest request, ServerCallContext context);

        public abstract Task<RetractReadingResponse> RetractReading(RetractReadingRequest request, ServerCallContext context);

        public abstract Task<ListReadingsResponse> ListReadings(ListReadingsRequest request, ServerCallContext context);
    }

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
