using Google.Protobuf;
using Grpc.Core;
using Grpc.Testing;

namespace Compat.Grpc.InteropHost;

/// <summary>What gRPC's interoperability test descriptions ask of a server, in their order.</summary>
internal sealed class TestServiceImpl : TestService.TestServiceBase
{
    public override async Task<Empty> EmptyCall(Empty request, ServerCallContext context)
    {
        await EchoMetadata(context);
        return request;
    }

    public override async Task<SimpleResponse> UnaryCall(SimpleRequest request, ServerCallContext context)
    {
        RequireCompression(request.ExpectCompressed, context);
        await EchoMetadata(context);
        ThrowIfAsked(request.ResponseStatus);
        context.WriteOptions = Compression(request.ResponseCompressed);
        return new SimpleResponse { Payload = Zeros(request.ResponseSize) };
    }

    public override async Task<StreamingInputCallResponse> StreamingInputCall(
        IAsyncStreamReader<StreamingInputCallRequest> requestStream, ServerCallContext context)
    {
        await EchoMetadata(context);
        var sum = 0;
        await foreach (var request in requestStream.ReadAllAsync(context.CancellationToken))
        {
            RequireCompression(request.ExpectCompressed, context);
            sum += request.Payload.Body.Length;
        }

        return new StreamingInputCallResponse { AggregatedPayloadSize = sum };
    }

    public override async Task StreamingOutputCall(
        StreamingOutputCallRequest request, IServerStreamWriter<StreamingOutputCallResponse> responseStream, ServerCallContext context)
    {
        await EchoMetadata(context);
        await Answer(request, responseStream, context);
    }

    public override async Task FullDuplexCall(
        IAsyncStreamReader<StreamingOutputCallRequest> requestStream,
        IServerStreamWriter<StreamingOutputCallResponse> responseStream,
        ServerCallContext context)
    {
        await EchoMetadata(context);
        await foreach (var request in requestStream.ReadAllAsync(context.CancellationToken))
        {
            await Answer(request, responseStream, context);
        }
    }

    private static async Task Answer(
        StreamingOutputCallRequest request, IServerStreamWriter<StreamingOutputCallResponse> responseStream, ServerCallContext context)
    {
        ThrowIfAsked(request.ResponseStatus);
        foreach (var wanted in request.ResponseParameters)
        {
            if (wanted.IntervalUs > 0)
            {
                await Task.Delay(TimeSpan.FromMicroseconds(wanted.IntervalUs), TimeProvider.System, context.CancellationToken);
            }

            responseStream.WriteOptions = Compression(wanted.Compressed);
            await responseStream.WriteAsync(new StreamingOutputCallResponse { Payload = Zeros(wanted.Size) }, context.CancellationToken);
        }
    }

    private static async Task EchoMetadata(ServerCallContext context)
    {
        if (context.RequestHeaders.Get("x-grpc-test-echo-trailing-bin") is { } trailer)
        {
            context.ResponseTrailers.Add(trailer);
        }

        if (context.RequestHeaders.Get("x-grpc-test-echo-initial") is { } header)
        {
            await context.WriteResponseHeadersAsync([header]);
        }
    }

    private static void ThrowIfAsked(EchoStatus? status)
    {
        if (status is not null)
        {
            throw new RpcException(new Status((StatusCode)status.Code, status.Message));
        }
    }

    // The transport tells the encoding of a call, not whether a single message of it used that encoding:
    // a message that claims to be uncompressed within a compressed call is believed.
    private static void RequireCompression(BoolValue? expected, ServerCallContext context)
    {
        var encoding = context.GetHttpContext().Request.Headers["grpc-encoding"].ToString();
        if (expected is { Value: true } && encoding is ("" or "identity"))
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, "The request is not compressed."));
        }
    }

    private static WriteOptions Compression(BoolValue? wanted) => new(wanted is { Value: true } ? default : WriteFlags.NoCompress);

    private static Payload Zeros(int size) => new() { Body = ByteString.CopyFrom(new byte[size]) };
}
