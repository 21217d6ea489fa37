using System.Collections.Immutable;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using RpcStatus = Google.Rpc.Status;

namespace OkrGrains.Client;

/// <summary>The decoded answer of a server that refused a call: the status and its details in one place.</summary>
public sealed record RpcFault
{
    /// <summary>The status code of the call.</summary>
    public required StatusCode Code { get; init; }

    /// <summary>
    /// The name of an ErrorReason, without its prefix. Empty when the server gave none, for example because it was not reached.
    /// </summary>
    public string Reason { get; init; } = "";

    /// <summary>One line for people.</summary>
    public required string Message { get; init; }

    /// <summary>The faulty fields of the request, in the server's order; empty when it names none.</summary>
    public ImmutableArray<FieldFault> Fields { get; init; } = [];

    /// <summary>Facts for programs that the server gave beside the reason, such as the newer <c>etag</c> of a plan.</summary>
    public ImmutableDictionary<string, string> Facts { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The time for which the server asks to wait before another attempt; null when it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>
    /// True if the same call may succeed later, because the server was not reached, went away or asked to try again later. A refusal is
    /// never transient.
    /// </summary>
    public bool IsTransient => Code switch
    {
        StatusCode.Unavailable => true,
        StatusCode.ResourceExhausted => RetryAfter is not null,
        // Every error of the engine has a reason. Without one it is the transport that failed.
        StatusCode.Internal or StatusCode.Unknown or StatusCode.Cancelled => Reason.Length == 0,
        _ => false,
    };

    /// <summary>Decodes the status and the details of a failed call. Details that cannot be read are left out.</summary>
    public static RpcFault Of(RpcException exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        var plain = new RpcFault { Code = exception.StatusCode, Message = MessageOf(exception.Status) };
        try
        {
            return exception.GetRpcStatus() is { } details ? Decode(plain, details) : plain;
        }
        catch (InvalidProtocolBufferException)
        {
            return plain;
        }
    }

    // The message of the innermost exception is that of the operating system, which helps most to find the cause.
    private static string MessageOf(Grpc.Core.Status status)
    {
        var inner = status.DebugException?.GetBaseException();
        if (inner is System.Net.Sockets.SocketException)
        {
            return inner.Message;
        }

        var cause = inner?.Message;
        return cause is null || status.Detail.Contains(cause, StringComparison.Ordinal) ? status.Detail : $"{status.Detail.TrimEnd('.')}: {cause}";
    }

    private static RpcFault Decode(RpcFault fault, RpcStatus status)
    {
        foreach (var detail in status.Details)
        {
            if (detail.TryUnpack<ErrorInfo>(out var info))
            {
                fault = fault with { Reason = info.Reason, Facts = info.Metadata.ToImmutableDictionary() };
            }
            else if (detail.TryUnpack<BadRequest>(out var request))
            {
                var fields = request.FieldViolations.Select(field => new FieldFault(field.Field, field.Description));
                fault = fault with { Fields = [.. fault.Fields, .. fields] };
            }
            else if (detail.TryUnpack<RetryInfo>(out var retry) && retry.RetryDelay is { } delay)
            {
                fault = fault with { RetryAfter = delay.ToTimeSpan() };
            }
        }

        return fault;
    }
}

/// <summary>A fault in one field of a request.</summary>
/// <param name="Field">The path of the field; for a refused plan the place in it (goal-model §9).</param>
/// <param name="Description">One line for people.</param>
public sealed record FieldFault(string Field, string Description);
