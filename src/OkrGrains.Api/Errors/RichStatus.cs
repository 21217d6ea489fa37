using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;

namespace OkrGrains.Api.Errors;

/// <summary>Converts a fault to its gRPC form: the status, and google.rpc details in a trailer.</summary>
internal static class RichStatus
{
    public const string Domain = "okrgrains";

    /// <summary>
    /// The maximum size of the violations. Peers accept 8 KiB of trailers by default, base64 adds a third, and the message is sent twice.
    /// </summary>
    private const int MaxViolationBytes = 4 * 1024;

    private const int MaxMessageLength = 512;

    public static RpcException Of(ApiFault fault) => Details(fault).ToRpcException();

    public static Google.Rpc.Status Details(ApiFault fault)
    {
        var info = new ErrorInfo { Reason = fault.Reason.Word(), Domain = Domain };
        if (fault.Correlation is { } correlation)
        {
            info.Metadata["correlation"] = correlation;
        }

        foreach (var (fact, text) in fault.Facts)
        {
            info.Metadata[fact] = Cut(text);
        }

        var details = new Google.Rpc.Status { Code = (int)fault.Code, Message = Cut(fault.Message) };
        if (fault.Violations.Count > 0)
        {
            info.Metadata["violations"] = fault.Violations.Count.ToString(CultureInfo.InvariantCulture);
        }

        details.Details.Add(Any.Pack(info));
        if (fault.Violations.Count > 0)
        {
            details.Details.Add(Any.Pack(Cut(fault.Violations)));
        }

        if (fault.RetryAfter is { } delay)
        {
            details.Details.Add(Any.Pack(new RetryInfo { RetryDelay = Duration.FromTimeSpan(delay) }));
        }

        return details;
    }

    private static BadRequest Cut(IEnumerable<Violation> violations)
    {
        var request = new BadRequest();
        var bytes = 0;
        foreach (var violation in violations)
        {
            var field = new BadRequest.Types.FieldViolation { Field = Cut(violation.Field), Description = Cut(violation.Message) };
            bytes += field.CalculateSize() + 3;
            if (bytes > MaxViolationBytes)
            {
                break;
            }

            request.FieldViolations.Add(field);
        }

        return request;
    }

    private static string Cut(string message)
    {
        if (message.Length <= MaxMessageLength)
        {
            return message;
        }

        var length = char.IsHighSurrogate(message[MaxMessageLength - 2]) ? MaxMessageLength - 2 : MaxMessageLength - 1;
        return message[..length] + "…";
    }
}
