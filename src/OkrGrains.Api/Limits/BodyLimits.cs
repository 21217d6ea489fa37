using System.IO.Pipelines;
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
    };

    private sealed class Body(PipeReader reader) : IRequestBodyPipeFeature
    {
        public PipeReader Reader => reader;
    }
}
