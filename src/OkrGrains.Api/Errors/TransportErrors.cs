using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace OkrGrains.Api.Errors;

/// <summary>
/// Gives details to the statuses that the gRPC server makes itself before an interceptor runs: a request of a unary call that is too
/// large, or is no message at all, which it would otherwise blame on the handler.
/// </summary>
internal static class TransportErrors
{
    private const string StatusTrailer = "grpc-status";
    private const string MessageTrailer = "grpc-message";

    public static RequestDelegate Explain(RequestDelegate next) => async http =>
    {
        await next(http);
        if (http.Features.Get<IHttpResponseTrailersFeature>()?.Trailers is { IsReadOnly: false } trailers)
        {
            Explain(trailers);
        }
    };

    private static void Explain(IHeaderDictionary trailers)
    {
        if (trailers.ContainsKey(RichStatus.Trailer) || !int.TryParse(trailers[StatusTrailer].ToString(), out var status))
        {
            return;
        }

        var fault = (StatusCode)status switch
        {
            StatusCode.ResourceExhausted => ApiFault.TooLarge("The message is larger than the limit."),
            StatusCode.Unknown => ErrorMapping.Unreadable(),
            _ => null,
        };
        if (fault is null)
        {
            return;
        }

        trailers[StatusTrailer] = ((int)fault.Code).ToString(System.Globalization.CultureInfo.InvariantCulture);
        trailers[MessageTrailer] = Uri.EscapeDataString(fault.Message);
        trailers[RichStatus.Trailer] = Convert.ToBase64String(RichStatus.Details(fault).ToByteArray());
    }
}
