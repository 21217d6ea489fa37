using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OkrGrains.Grains.Time;
using OkrGrains.Host.Logging;
using OkrGrains.Host.Metrics;
using OkrGrains.Storage;

namespace OkrGrains.Host;

/// <summary>A complete server in this process: store, silo and gRPC edge.</summary>
public sealed class OkrServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private OkrServer(WebApplication app) => _app = app;

    /// <summary>The addresses on which the server listens, with the ports that were bound.</summary>
    public IReadOnlyList<string> Urls => [.. _app.Urls];

    /// <summary>The first address of <see cref="Urls"/>.</summary>
    public string Url => Urls[0];

    /// <summary>The addresses of the metrics as Prometheus text, with the ports that were bound; empty when they are not served.</summary>
    public IReadOnlyList<string> MetricsUrls => _app.Services.GetService<MetricsListener>()?.Urls ?? [];

    /// <summary>The reason why the store takes no writes; null while it takes them.</summary>
    public string? ReadOnlyReason => _app.Services.GetRequiredService<ICommitLog>().ReadOnlyReason;

    /// <summary>The services of the server, for tests that look at its metrics.</summary>
    internal IServiceProvider Services => _app.Services;

    /// <summary>Starts a server. It answers calls when this method returns.</summary>
    /// <exception cref="ServerRefusedException">
    /// Another server serves the folder, or this program cannot serve its store; the clock was to be pinned before a time that the store
    /// has seen; an address is taken; or an option or a limit is not valid.
    /// </exception>
    public static async Task<OkrServer> StartAsync(ServerOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        WebApplication? app = null;
        try
        {
            app = ServerComposition.Build(options);
            await TakeClockAsync(app.Services, cancellation);
            await app.StartAsync(cancellation);
            app.Services.GetRequiredService<StartLog>().Started();
            return new OkrServer(app);
        }
        catch (Exception failure)
        {
            if (app is not null)
            {
                await GiveUpAsync(app);
            }

            cancellation.ThrowIfCancellationRequested();
            if (RefusalOf(failure, options) is { } refusal)
            {
                throw new ServerRefusedException(refusal, failure);
            }

            throw;
        }
    }

    /// <summary>Completes once the server has stopped, by Ctrl-C or by <see cref="StopAsync"/>.</summary>
    public Task WaitForStopAsync(CancellationToken cancellation = default) => _app.WaitForShutdownAsync(cancellation);

    /// <summary>Lets open calls end, and stops.</summary>
    public Task StopAsync(CancellationToken cancellation = default) => _app.StopAsync(cancellation);

    /// <summary>Stops the server if it still runs, and closes the store.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    /// <summary>Stops what of a server has started, and closes the store.</summary>
    private static async Task GiveUpAsync(WebApplication app)
    {
        try
        {
            await app.StopAsync();
        }
        catch (Exception)
        {
            // Some parts cannot be stopped before they have started. The failure of the start says more.
        }

        await app.DisposeAsync();
    }

    /// <summary>Returns what to tell whoever started the server; null for a failure that its options do not explain.</summary>
    private static string? RefusalOf(Exception failure, ServerOptions options) => failure switch
    {
        StoreRefusedException or OptionsValidationException or IOException or UnauthorizedAccessException => failure.Message,

        // The system names the cause, such as a port that takes more rights, and no address.
        SocketException => $"{string.Join(';', new[] { options.Urls, options.Metrics.Urls }.OfType<string>())}: {failure.Message}",
        _ => null,
    };

    private static async Task TakeClockAsync(IServiceProvider services, CancellationToken cancellation)
    {
        // The container closes the store with the role that was created last, and disposes of services in the reverse order of their
        // creation. So all roles are created before the services that use them, and the store is closed after these.
        _ = services.GetRequiredService<IReadingStore>();
        _ = services.GetRequiredService<IDefinitionStore>();
        _ = services.GetRequiredService<IProducerStore>();
        _ = services.GetRequiredService<IRequestStore>();
        var commits = services.GetRequiredService<ICommitLog>();
        var clock = services.GetRequiredService<GoalClock>();
        if (clock.IsPinned && commits.ClockSeen is { } seen && clock.Now < seen)
        {
            throw new ServerRefusedException($"The store has seen {seen}; its clock cannot be pinned earlier, at {clock.Now}.");
        }

        try
        {
            await commits.RecordClockAsync(clock.Now, cancellation);
        }
        catch (StoreUnavailableException) when (commits.ReadOnlyReason is not null)
        {
            // Such a store is served for its reads, and has said why it takes no writes.
        }
    }
}
