using Grpc.Core;
using OkrGrains.Cli.Output;
using OkrGrains.Client;

namespace OkrGrains.Cli.Readings;

/// <summary>Tells when another push of the same file has taken over.</summary>
internal static class OtherPush
{
    /// <summary>Returns true if a newer stream of the same producer ended a call.</summary>
    public static bool IsCauseOf(RpcException failure) => RpcFault.Of(failure).Reason == "PRODUCER_FENCED";

    public static CommandFailure Begun() =>
        new("another push of the file has begun and goes on with it: this one has ended [PRODUCER_FENCED]");
}
