using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace OkrGrains.Api.Errors;

/// <summary>
/// Refuses calls whose <c>grpc-timeout</c> header is none. The gRPC server ignores such a header, so that a caller who believes to wait for
/// a second would wait for ever; and it ignores a timeout of zero too, which has passed already.
/// </summary>
internal static class TimeoutHeader
{
    private const string Name = "grpc-timeout";
    private const string Units = "HMSmun";
    private const int MaxDigits = 8;

    public static RequestDelegate Check(RequestDelegate next) => http =>
    {
        if (!http.Request.Headers.TryGetValue(Name, out var values))
        {
            return next(http);
        }

        var timeout = values.ToString();
        if (!IsTimeout(timeout))
        {
            TransportErrors.Refuse(http.Response, ApiFault.BadRequest(Name, "must be 1 to 8 digits and one of H, M, S, m, u and n"));
            return Task.CompletedTask;
        }

        if (timeout.AsSpan()[..^1].TrimStart('0').IsEmpty)
        {
            TransportErrors.Refuse(http.Response, new Status(StatusCode.DeadlineExceeded, "The timeout of the call is zero."));
            return Task.CompletedTask;
        }

        return next(http);
    };

    private static bool IsTimeout(string timeout) =>
        timeout.Length is > 1 and <= MaxDigits + 1
        && Units.Contains(timeout[^1], StringComparison.Ordinal)
        && !timeout.AsSpan()[..^1].ContainsAnyExceptInRange('0', '9');
}
