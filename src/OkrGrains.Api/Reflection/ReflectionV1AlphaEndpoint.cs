using Google.Protobuf;
using Grpc.Core;
using OkrGrains.Api.Limits;
using OkrGrains.Contracts.Reflection.V1Alpha;
using V1 = OkrGrains.Contracts.Reflection.V1;

namespace OkrGrains.Api.Reflection;

/// <summary>Reflection as older tools ask for it. The bytes of its messages are those of v1, so they are read as such.</summary>
internal sealed class ReflectionV1AlphaEndpoint(ReflectionAnswers answers, OpenCalls calls) : ServerReflection.ServerReflectionBase
{
    public override async Task ServerReflectionInfo(
        IAsyncStreamReader<ServerReflectionRequest> requestStream,
        IServerStreamWriter<ServerReflectionResponse> responseStream,
        ServerCallContext context)
    {
        using var slot = calls.Reflection.Take();
        while (await requestStream.MoveNext(context.CancellationToken))
        {
            var request = V1.ServerReflectionRequest.Parser.ParseFrom(requestStream.Current.ToByteString());
            await responseStream.WriteAsync(ServerReflectionResponse.Parser.ParseFrom(answers.To(request).ToByteString()));
        }
    }
}
