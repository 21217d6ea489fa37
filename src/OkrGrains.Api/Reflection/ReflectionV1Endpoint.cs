using Grpc.Core;
using OkrGrains.Api.Limits;
using OkrGrains.Contracts.Reflection.V1;

namespace OkrGrains.Api.Reflection;

/// <summary>Reflection as grpcurl and its like ask for it first.</summary>
internal sealed class ReflectionV1Endpoint(ReflectionAnswers answers, OpenCalls calls) : ServerReflection.ServerReflectionBase
{
    public override async Task ServerReflectionInfo(
        IAsyncStreamReader<ServerReflectionRequest> requestStream,
        IServerStreamWriter<ServerReflectionResponse> responseStream,
        ServerCallContext context)
    {
        using var slot = calls.Reflection.Take();
        while (await requestStream.MoveNext(context.CancellationToken))
        {
            await responseStream.WriteAsync(answers.To(requestStream.Current));
        }
    }
}
