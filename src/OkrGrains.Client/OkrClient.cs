using Grpc.Core;
using Grpc.Net.Client;
using OkrGrains.Client.Readings;
using OkrGrains.Client.Watching;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Client;

/// <summary>A connection to a server, with a client for each of its services.</summary>
public sealed class OkrClient : IDisposable
{
    private readonly GrpcChannel _channel;

    /// <summary>Prepares a connection; the first call makes it.</summary>
    /// <param name="server">The address, such as <c>http://127.0.0.1:5410</c>.</param>
    /// <param name="options">The options of the connection; the defaults when null.</param>
    public OkrClient(Uri server, OkrClientOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(server);
        options ??= new();
        var handler = new SocketsHttpHandler
        {
            EnableMultipleHttp2Connections = true,
            KeepAlivePingDelay = options.KeepAliveDelay,
            KeepAlivePingTimeout = options.KeepAliveTimeout,
            ConnectTimeout = options.ConnectTimeout,

            // HTTP/2 without TLS goes through no proxy, and a proxy for the web does not know the servers of this machine. Without this,
            // a variable such as http_proxy would send their calls elsewhere.
            UseProxy = server.Scheme == Uri.UriSchemeHttps && !server.IsLoopback,
            AllowAutoRedirect = false,
            UseCookies = false,
        };
        _channel = GrpcChannel.ForAddress(server, new GrpcChannelOptions
        {
            HttpHandler = handler,
            DisposeHttpClient = true,
            MaxReceiveMessageSize = options.MaxMessageBytes,
            MaxReconnectBackoff = TimeSpan.FromSeconds(5),
        });
        Invoker = _channel.CreateCallInvoker();
        Goals = new GoalClient(Invoker, options.Time);
        Readings = new ReadingClient(Invoker);
        Clock = new ClockClient(Invoker, options.Time);
        Watches = new WatchClient(Invoker, options.Time);
    }

    /// <summary>The call invoker of the connection, for use with generated clients.</summary>
    public CallInvoker Invoker { get; }

    /// <summary>The client for plans and goals.</summary>
    public GoalClient Goals { get; }

    /// <summary>The client that lists, corrects and retracts recorded readings.</summary>
    public ReadingClient Readings { get; }

    /// <summary>The client for the goal clock.</summary>
    public ClockClient Clock { get; }

    /// <summary>The client for cycles and their closings.</summary>
    public CycleService.CycleServiceClient Cycles => new(Invoker);

    /// <summary>The client for check-ins.</summary>
    public CheckInService.CheckInServiceClient CheckIns => new(Invoker);

    /// <summary>The client that watches goals as they change.</summary>
    public WatchClient Watches { get; }

    /// <summary>Starts a producer of readings over this connection. Dispose of it before the client.</summary>
    public ReadingProducer StartProducer(ReadingProducerOptions options) => new(Invoker, options);

    /// <inheritdoc/>
    public void Dispose() => _channel.Dispose();
}
