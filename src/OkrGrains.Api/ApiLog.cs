using System.Net;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Api;

/// <summary>The log messages of the edge.</summary>
internal static partial class ApiLog
{
    [LoggerMessage(1, LogLevel.Error, "{Method} failed; correlation {Correlation}")]
    public static partial void Failed(this ILogger log, string method, string correlation, Exception exception);

    [LoggerMessage(2, LogLevel.Information, "{Method} refused with {Code} {Reason}: {Message}")]
    public static partial void Refused(this ILogger log, string method, StatusCode code, ErrorReason reason, string message);

    [LoggerMessage(5, LogLevel.Debug, "{Method} was called with bytes that are no message")]
    public static partial void Malformed(this ILogger log, string method);

    [LoggerMessage(3, LogLevel.Information, "Producer {Producer} of {Workspace} at {Peer} opened epoch {Epoch} after sequence {Sequence}")]
    public static partial void StreamOpened(
        this ILogger log, string workspace, string producer, long epoch, long sequence, EndPoint? peer);

    [LoggerMessage(4, LogLevel.Information, "Producer {Producer} of {Workspace} ended epoch {Epoch} at sequence {Sequence}")]
    public static partial void StreamEnded(this ILogger log, string workspace, string producer, long epoch, long sequence);
}
