using System.CommandLine;
using Microsoft.Extensions.Logging;
using OkrGrains.Cli.Connections;
using OkrGrains.Cli.Output;
using OkrGrains.Host;
using OkrGrains.Model.Time;

namespace OkrGrains.Cli.Local;

/// <summary><c>okr serve</c>: runs the engine until Ctrl-C.</summary>
internal sealed class ServeCommand
{
    private readonly Option<string> _data = new("--data")
    {
        Description = "The folder of the store; created if it does not exist.",
        HelpName = "DIR",
        DefaultValueFactory = _ => "okr-data",
    };

    private readonly Option<string> _urls = new("--urls")
    {
        Description = "The addresses that it listens on, separated by semicolons.",
        HelpName = "URLS",
        DefaultValueFactory = _ => ServerChoice.DefaultAddress,
    };

    private readonly Option<Instant?> _now = new("--now")
    {
        Description = "Pins the goal clock to an instant, not earlier than the store has seen.",
        HelpName = "INSTANT",
        CustomParser = InstantParsing.One,
    };

    private readonly Option<string?> _metricsUrls = new("--metrics-urls")
    {
        Description = "The addresses that it serves /metrics on as Prometheus text, such as http://127.0.0.1:9464; none by default.",
        HelpName = "URLS",
    };

    private readonly Option<string?> _otlp = new("--otlp")
    {
        Description = "The collector that it sends metrics, traces and logs to by OTLP; that of OTEL_EXPORTER_OTLP_ENDPOINT by default.",
        HelpName = "URL",
    };

    private readonly Option<NamedValue[]> _limits = new("--limit")
    {
        Description = "Changes a limit of the server, such as MaxReadingStreams=200 or SendLimit=0:00:10; may be given again.",
        HelpName = "NAME=VALUE",
        DefaultValueFactory = _ => [],
        CustomParser = LimitParsing.Many,
    };

    private readonly Option<LogLevel> _logLevel = new("--log-level")
    {
        Description = "The least level that it logs to standard error: Trace, Debug, Information, Warning, Error, Critical or None.",
        HelpName = "LEVEL",
        DefaultValueFactory = _ => LogLevel.Warning,
    };

    private readonly Terminal _terminal;

    private ServeCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var serve = new ServeCommand(terminal);
        var command = new Command("serve", "Run the engine until Ctrl-C.")
        {
            serve._data, serve._urls, serve._now, serve._limits, serve._metricsUrls, serve._otlp, serve._logLevel,
        };
        command.Run(terminal, serve.RunAsync);
        return command;
    }

    private async Task RunAsync(ParseResult parse, CancellationToken cancellation)
    {
        var options = new ServerOptions
        {
            DataDirectory = parse.GetRequiredValue(_data),
            Urls = parse.GetRequiredValue(_urls),
            Now = parse.GetValue(_now),
            LogLevel = parse.GetValue(_logLevel),
            Metrics = { Urls = parse.GetValue(_metricsUrls), Otlp = parse.GetValue(_otlp) },
        };
        foreach (var limit in parse.GetRequiredValue(_limits))
        {
            options.SetLimit(limit.Name, limit.Value);
        }

        await using var server = await OkrServer.StartAsync(options, cancellation);
        if (server.ReadOnlyReason is { } reason)
        {
            _terminal.Fail($"read-only: {reason}");
        }

        foreach (var url in server.Urls)
        {
            _terminal.Line($"listening on {url}");
        }

        foreach (var url in server.MetricsUrls)
        {
            _terminal.Line($"metrics at {url}");
        }

        await server.WaitForStopAsync(cancellation);
    }
}
