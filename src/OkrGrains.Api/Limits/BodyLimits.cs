using System.IO.Pipelines;
using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OkrGrains.Api.Calls;

namespace OkrGrains.Api.Limits;

/// <summary>Puts the time limits on the request and response bodies of every call.</summary>
internal static class BodyLimits
{
    public static RequestDelegate Set(RequestDelegate next) => async http =>
    {
        var services = http.RequestServices;
        var options = services.GetRequiredService<IOptions<ApiOptions>>().Value;
        var time = services.GetRequiredService<TimeProvider>();
        using var request = new TimedBody(http.Request.BodyReader, options.MessageLimit, options.IdleLimit, time);
        http.Features.Set<IRequestBodyPipeFeature>(new RequestBody(request));

        // Twice the limit: a stream that ends after the limit can still send its status to a peer that begins to read within the second
        // half.
        var response = new PatientBody(
            http.Response.BodyWriter,
            http.Features.Get<IHttpResetFeature>(),
            2 * options.SendLimit,
            services.GetRequiredService<Quotas>().UnreadBytes,
            () => Caller.Of(http),
            time);
        var responseBody = http.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        http.Features.Set<IHttpResponseBodyFeature>(new ResponseBody(response, responseBody));
        await next(http);
        if (request.Refusal is { } refusal && http.GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>() is { } called)
        {
            services.GetRequiredService<ApiInstruments>().Failed(called.Method.Name, refusal.Reason);
        }

        await response.CompletedAsync();
    };

    private sealed class RequestBody(PipeReader reader) : IRequestBodyPipeFeature
    {
        public PipeReader Reader => reader;
    }

    private sealed class ResponseBody(PipeWriter writer, IHttpResponseBodyFeature inner) : IHttpResponseBodyFeature
    {
        public Stream Stream => inner.Stream;

        public PipeWriter Writer => writer;

        public void DisableBuffering() => inner.DisableBuffering();

        public Task StartAsync(CancellationToken cancellationToken = default) => inner.StartAsync(cancellationToken);

        public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
            inner.SendFileAsync(path, offset, count, cancellationToken);

        public Task CompleteAsync() => inner.CompleteAsync();
    }
}
