using System.Collections.Concurrent;
using Grpc.Net.Client;
using Microsoft.Extensions.Logging;
using OkrGrains.Api.Tests.Limits;
using OkrGrains.Host;
using OkrGrains.TestKit.Disks;

namespace OkrGrains.Api.Tests.Servers;

// Orleans and Kestrel warn of a process that gets no processor, which tests that run beside this one would take from it.
[Collection(Alone.Name)]
public sealed class QuietServerTests : IDisposable
{
    /// <summary>Less than the 30 seconds after which the host gives up a stop.</summary>
    private static readonly TimeSpan _quick = TimeSpan.FromSeconds(20);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_server_starts_works_and_soon_stops_without_a_warning()
    {
        using var log = new Log();
        await using var server = await OkrServer.StartAsync(new ServerOptions
        {
            DataDirectory = _folder.Path,
            Urls = "http://127.0.0.1:0",
            Now = Clusters.Now,
            Logging = logging => logging.AddProvider(log),
        });
        using (var channel = GrpcChannel.ForAddress(server.Url))
        {
            var bench = new Bench(channel, "w");
            await bench.ApplyAsync(bench.Plan());
            Assert.Equal("workspaces/w/kpis/revenue", (await bench.GetAsync("kpis/revenue")).Name);
        }

        await server.StopAsync().WaitAsync(_quick);

        Assert.Empty(log.Lines);
    }

    /// <summary>Keeps what a server logs, which are warnings and worse.</summary>
    private sealed class Log : ILoggerProvider
    {
        /// <summary>The beginnings of warnings about the test's own process: that it got no processor, and that it has no server GC.</summary>
        private static readonly string[] _ofThisProcess =
            [".NET Runtime Platform stalled for", "Note: Silo not running with ServerGC", "Note: ServerGC only kicks in on multi-core systems"];

        public ConcurrentQueue<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => new Category(categoryName, Lines);

        public void Dispose()
        {
        }

        private sealed class Category(string name, ConcurrentQueue<string> lines) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(
                LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            {
                var text = formatter(state, exception);
                if (!_ofThisProcess.Any(beginning => text.StartsWith(beginning, StringComparison.Ordinal)))
                {
                    lines.Enqueue($"{logLevel} {name}: {text} {exception}");
                }
            }
        }
    }
}
