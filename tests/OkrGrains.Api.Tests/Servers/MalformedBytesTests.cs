using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.Logging;
using OkrGrains.Api.Tests.Limits;
using OkrGrains.Contracts.V1;
using OkrGrains.Host;
using OkrGrains.Load;
using OkrGrains.TestKit.Disks;

namespace OkrGrains.Api.Tests.Servers;

/// <summary>Tests that a peer cannot fill the log with bytes that are no calls.</summary>
[Collection(Alone.Name)]
public sealed class MalformedBytesTests : IAsyncLifetime, IDisposable
{
    private const string Preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    private const string Settings = "\0\0\0\u0004\0\0\0\0\0";

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    private readonly TempFolder _folder = new();
    private readonly Lines _lines = new();
    private OkrServer _server = null!;

    /// <summary>The bytes of connections, each with a name.</summary>
    public static TheoryData<string, string> Connections => new()
    {
        { "a TLS hello", "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003" + new string('x', 64) },
        { "HTTP/1.1", "GET / HTTP/1.1\r\nHost: x\r\n\r\n" },
        { "noise", new string('\u00e9', 300) },
        { "half a preface", Preface[..10] },
        { "no settings", Preface + "\0\0\u0004\0\0\0\0\0\u0001abcd" },
        { "settings of a wrong length", Preface + "\0\0\u0005\u0004\0\0\0\0\0abcde" },
        { "a frame that is too long", Preface + Settings + "\u00ff\u00ff\u00ff\0\0\0\0\0\u0001" },
        { "headers that cannot be unpacked", Preface + Settings + "\0\0\u0004\u0001\u0005\0\0\0\u0001\u00ff\u00ff\u00ff\u00ff" },
        { "headers of no request", Preface + Settings + "\0\0\u0001\u0001\u0005\0\0\0\u0001\u0088" },
        { "data of no stream", Preface + Settings + "\0\0\u0003\0\0\0\0\0\u0005abc" },
        { "an even stream", Preface + Settings + "\0\0\u0001\u0001\u0005\0\0\0\u0002\u0082" },
        { "a continuation of nothing", Preface + Settings + "\0\0\u0001\u0009\0\0\0\0\u0001\u0082" },
        { "a window that overflows", Preface + Settings + "\0\0\u0004\u0008\0\0\0\0\0\u007f\u00ff\u00ff\u00ff" },
        { "a ping of a wrong length", Preface + Settings + "\0\0\u0001\u0006\0\0\0\0\0\u0001" },
    };

    /// <summary>The bodies of calls, each with a name, a method and whether it claims to be packed.</summary>
    public static TheoryData<string, string, byte[], bool> Bodies
    {
        get
        {
            byte[] nonsense = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
            var bodies = new TheoryData<string, string, byte[], bool>();
            foreach (var method in new[] { "ReadingService/StreamReadings", "ReadingService/WriteReadings", "GoalService/ApplyPlan", "GoalService/GetGoal", "WatchService/Watch" })
            {
                var path = $"/okrgrains.v1.{method}";
                bodies.Add("no message", path, RawCall.Framed(nonsense), false);
                bodies.Add("no message, packed", path, RawCall.Framed(nonsense, packed: true), true);
                bodies.Add("packed without a name for it", path, RawCall.Framed(nonsense, packed: true), false);
                bodies.Add("an unknown flag", path, [2, 0, 0, 0, 0], false);
                bodies.Add("half a header", path, [0, 0], false);
                bodies.Add("half a message", path, [0, 0, 0, 0, 9, 1], false);
                bodies.Add("a length beyond all limits", path, [0, 0xff, 0xff, 0xff, 0xff, 1], false);
                bodies.Add("nothing", path, [], false);
                bodies.Add("an unknown service", "/okrgrains.v1.Nobody/Nothing", RawCall.Framed(nonsense), false);
            }

            return bodies;
        }
    }

    public async Task InitializeAsync() => _server = await OkrServer.StartAsync(new ServerOptions
    {
        DataDirectory = _folder.Path,
        Urls = "http://127.0.0.1:0",
        Now = Clusters.Now,
        Logging = logging => logging.AddProvider(_lines),
    });

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose()
    {
        _lines.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(Connections))]
    public async Task A_connection_that_speaks_no_grpc_leaves_no_line_in_the_log(string name, string bytes)
    {
        using (var socket = new TcpClient("127.0.0.1", new Uri(_server.Url).Port))
        {
            var stream = socket.GetStream();
            await stream.WriteAsync(Encoding.Latin1.GetBytes(bytes));
            socket.Client.Shutdown(SocketShutdown.Send);
            await ReadToEndAsync(stream);
        }

        await StillAnswersAsync();
        Assert.Empty(_lines.Of(name));
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_call_of_malformed_bytes_leaves_no_line_in_the_log(string name, string method, byte[] body, bool packed)
    {
        try
        {
            var end = await RawCall.EndAsync(_server.Url, method, async stream => await stream.WriteAsync(body), packed).WaitAsync(_patience);
            Assert.DoesNotContain(end.StatusCode, new[] { StatusCode.Internal, StatusCode.Unknown });
        }
        catch (HttpRequestException)
        {
            // The server may also reset the call.
        }

        await StillAnswersAsync();
        Assert.Empty(_lines.Of(name));
    }

    private static async Task ReadToEndAsync(NetworkStream stream)
    {
        try
        {
            await stream.CopyToAsync(Stream.Null).WaitAsync(_patience);
        }
        catch (IOException)
        {
            // The server resets the connection.
        }
    }

    private async Task StillAnswersAsync()
    {
        using var channel = GrpcChannel.ForAddress(_server.Url);
        _ = await new GoalService.GoalServiceClient(channel).ListWorkspacesAsync(new ListWorkspacesRequest());
    }

    /// <summary>Keeps what the server logs, which are warnings and worse.</summary>
    private sealed class Lines : ILoggerProvider
    {
        private readonly ConcurrentQueue<string> _lines = [];

        /// <summary>Returns the lines, each with the name of the attack, but for those about this process as Orleans sees it.</summary>
        public string[] Of(string attack) => [.. _lines.Where(line => !line.Contains(" Orleans", StringComparison.Ordinal)).Select(line => $"{attack}: {line}")];

        public ILogger CreateLogger(string categoryName) => new Category(categoryName, _lines);

        public void Dispose()
        {
        }

        private sealed class Category(string name, ConcurrentQueue<string> lines) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(
                LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
                lines.Enqueue($"{logLevel} {name}: {formatter(state, exception)} {exception?.GetType().Name}");
        }
    }
}
