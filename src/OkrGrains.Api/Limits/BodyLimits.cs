using System.IO.Pipelines;
using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace OkrGrains.Api.Limits;

/// <summary>Puts the limits of time on the body of every call.</summary>
internal static class BodyLimits
{
    public static RequestDelegate Set(RequestDelegate next) => async http =>
    {
        var options = http.RequestServices.GetRequiredService<IOptions<ApiOptions>>().Value;
        var time = http.RequestServices.GetRequiredService<TimeProvider>();
        using var body = new TimedBody(http.Request.BodyReader, options.MessageLimit, options.IdleLimit, time);
        http.Features.Set<IRequestBodyPipeFeature>(new Body(body));
        await next(http);
        if (body.Refusal is { } refusal && http.GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>() is { } called)
        {
            http.RequestServices.GetRequiredService<ApiInstruments>().Failed(called.Method.Name, refusal.Reason);
        }
    };

    private sealed class Body(PipeReader reader) : IRequestBodyPipeFeature
    {
        public PipeReader Reader => reader;
    }
}
