using System.Net;
using System.Net.Http.Headers;
using Grpc.Core;

namespace OkrGrains.Load;

/// <summary>A call over HTTP/2 whose bytes the test chooses, to act as a broken or hostile client.</summary>
internal static class RawCall
{
    public const string StreamReadings = "/okrgrains.v1.ReadingService/StreamReadings";
    public const string GetGoal = "/okrgrains.v1.GoalService/GetGoal";
    public const string ListGoals = "/okrgrains.v1.GoalService/ListGoals";

    /// <summary>The HTTP/2 error code that gRPC clients report as RESOURCE_EXHAUSTED.</summary>
    public const long EnhanceYourCalm = 0xb;

    /// <summary>Returns the status with which the server ends a call whose body the test writes, until it is complete or cut off.</summary>
    public static async Task<RpcException> EndAsync(
        string server, string method, Func<Stream, Task> write, bool packed = false, string? timeout = null)
    {
        using var handler = new SocketsHttpHandler();
        using var http = new HttpClient(handler);
        using var request = Request(server + method, write);
        if (packed)
        {
            request.Headers.Add("grpc-encoding", "gzip");
        }

        if (timeout is not null)
        {
            request.Headers.TryAddWithoutValidation("grpc-timeout", timeout);
        }

        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await response.Content.CopyToAsync(Stream.Null);
        return Of(response.Headers.Contains("grpc-status") ? response.Headers : response.TrailingHeaders);
    }

    /// <summary>Sends a call and does not read its answer for some time.</summary>
    /// <returns>The error code with which the server has reset the call meanwhile; null if it has not.</returns>
    public static async Task<long?> UnreadAsync(string server, string method, byte[] message, TimeSpan time)
    {
        using var handler = new SocketsHttpHandler();
        using var http = new HttpClient(handler);
        using var request = Request(server + method, async body => await body.WriteAsync(message));
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            await using var body = await response.Content.ReadAsStreamAsync();
            await Task.Delay(time, TimeProvider.System);
            await body.CopyToAsync(Stream.Null);
            return null;
        }
        catch (Exception failure) when ((failure as HttpProtocolException ?? failure.InnerException) is HttpProtocolException reset)
        {
            return reset.ErrorCode;
        }
    }

    /// <summary>Returns a message with the five bytes that gRPC puts before it.</summary>
    public static byte[] Framed(byte[] message, bool packed = false)
    {
        var framed = new byte[5 + message.Length];
        framed[0] = packed ? (byte)1 : (byte)0;
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(framed.AsSpan(1), message.Length);
        message.CopyTo(framed, 5);
        return framed;
    }

    private static HttpRequestMessage Request(string address, Func<Stream, Task> write)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new WrittenContent(write),
        };
        request.Headers.TE.ParseAdd("trailers");
        return request;
    }

    private static RpcException Of(HttpResponseHeaders trailers)
    {
        var code = (StatusCode)int.Parse(trailers.GetValues("grpc-status").Single(), System.Globalization.CultureInfo.InvariantCulture);
        var message = trailers.TryGetValues("grpc-message", out var texts) ? Uri.UnescapeDataString(texts.Single()) : "";
        var metadata = new Metadata();
        if (trailers.TryGetValues("grpc-status-details-bin", out var details))
        {
            var text = details.Single();
            metadata.Add("grpc-status-details-bin", Convert.FromBase64String(text + new string('=', (4 - (text.Length % 4)) % 4)));
        }

        return new RpcException(new Status(code, message), metadata);
    }

    private sealed class WrittenContent : HttpContent
    {
        private readonly Func<Stream, Task> _write;

        public WrittenContent(Func<Stream, Task> write)
        {
            _write = write;
            Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => _write(stream);

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
