using Grpc.Core;

namespace OkrGrains.Crash.Producing;

/// <summary>Recognises the failures with which a call ends when the server goes away or is not there again yet.</summary>
internal static class ServerLoss
{
    public static bool Explains(Exception failure) => failure is IOException
        || (failure is RpcException { StatusCode: StatusCode.Unavailable or StatusCode.Internal or StatusCode.Cancelled or StatusCode.Unknown } rpc
            && rpc.Trailers.All(entry => entry.Key != "grpc-status-details-bin"));
}
