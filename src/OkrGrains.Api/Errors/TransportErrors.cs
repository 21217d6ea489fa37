using System.Globalization;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace OkrGrains.Api.Errors;

/// <summary>
/// Adds details to statuses that the gRPC server creates itself before an interceptor runs: for a unary request that is too large, and for
/// one that is no readable message or not one message, which the gRPC server would otherwise report as a failure of its own.
/// </summary>
internal static class TransportErrors
{
    private const string DetailsTrailer = MetadataExtensions.StatusDetailsTrailerName;
    private const string StatusTrailer = "grpc-status";
    private const string MessageTrailer = "grpc-message";

    public static RequestDelegate Explain(RequestDelegate next) => async http =>
    {
        await next(http);

        // A call that fails before its first message has its status among the headers.
        if (!http.Response.HasStarted)
        {
            Explain(http.Response.Headers);
        }
    };

    /// <summary>Answers a call with a fault before the gRPC server has seen it.</summary>
    public static void Refuse(HttpResponse response, ApiFault fault)
    {
        Refuse(response, new Status(fault.Code, fault.Message));
        response.Headers[DetailsTrailer] = Convert.ToBase64String(RichStatus.Details(fault).ToByteArray());
    }

    /// <summary>Answers a call with a status before the gRPC server has seen it.</summary>
    public static void Refuse(HttpResponse response, Status status)
    {
        response.ContentType = "application/grpc";
        response.Headers[StatusTrailer] = ((int)status.StatusCode).ToString(CultureInfo.InvariantCulture);
        response.Headers[MessageTrailer] = Uri.EscapeDataString(status.Detail);
    }

    private static void Explain(IHeaderDictionary headers)
    {
        if (headers.ContainsKey(DetailsTrailer) || !int.TryParse(headers[StatusTrailer].ToString(), out var status))
        {
            return;
        }

        var fault = (StatusCode)status switch
        {
            StatusCode.ResourceExhausted => ApiFault.TooLarge("The message is larger than the limit."),
            StatusCode.Unknown or StatusCode.Internal => ErrorMapping.Unreadable(),
            _ => null,
        };
        if (fault is null)
        {
            return;
        }

        headers[StatusTrailer] = ((int)fault.Code).ToString(CultureInfo.InvariantCulture);
        headers[MessageTrailer] = Uri.EscapeDataString(fault.Message);
        headers[DetailsTrailer] = Convert.ToBase64String(RichStatus.Details(fault).ToByteArray());
    }
}
