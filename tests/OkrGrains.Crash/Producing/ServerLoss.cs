using Grpc.Core;

namespace OkrGrains.Crash.Producing;

/// <summary>What a call ends with when the server goes away, or is not yet there again.</summary>
internal static class ServerLoss
{
    public static bool Explains(Exception failure) => failure is IOException
        || (failure is RpcException { StatusCode: StatusCode.Unavailable or StatusCode.Internal or StatusCode.Cancelled or StatusCode.Unknown } rpc
            && rpc.Trailers.All(entry => entry.Key != "grpc-status-details-bin"));
}
