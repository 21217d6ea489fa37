using Microsoft.Extensions.Configuration;
using OkrGrains.Host;
using OkrGrains.Model.Time;

// Runs the engine alone. `okr serve` runs the same engine in its own process.
var settings = new ConfigurationBuilder().AddEnvironmentVariables("OKR_").AddCommandLine(args).Build();
var options = new ServerOptions();
options.DataDirectory = settings["data"] ?? options.DataDirectory;
options.Urls = settings["urls"] ?? options.Urls;
options.Metrics.Urls = settings["metrics-urls"];
options.Metrics.Otlp = settings["otlp"];
if (settings["now"] is { } now)
{
    if (!Instant.TryParse(now, out var instant))
    {
        Console.Error.WriteLine($"now: {now} is no instant such as 2001-04-01T05:59:59.999Z");
        return 2;
    }

    options.Now = instant;
}

try
{
    await using var server = await OkrServer.StartAsync(options);
    Console.WriteLine($"listening on {string.Join(", ", server.Urls)}");
    await server.WaitForStopAsync();
    return 0;
}
catch (ServerRefusedException refused)
{
    Console.Error.WriteLine(refused.Message.ReplaceLineEndings(" "));
    return 1;
}
