using System.Reflection;
using OkrGrains.Host;
using OkrGrains.Model.Time;

namespace OkrGrains.Cli.Hosting;

/// <summary>A server in this process.</summary>
internal static class LocalServer
{
    /// <summary>Which runtime the program was built with: <c>inrepo</c> or <c>packages</c>.</summary>
    public static string Runtime { get; } = typeof(LocalServer).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .First(attribute => attribute.Key == "OkrRuntime").Value!;

    /// <summary>Starts it; it answers when this returns.</summary>
    public static Task<OkrServer> StartAsync(string dataDirectory, string urls, Instant? now, CancellationToken cancellation) =>
        OkrServer.StartAsync(new ServerOptions { DataDirectory = dataDirectory, Urls = urls, Now = now }, cancellation);

    /// <summary>Waits until the command is to end.</summary>
    public static Task UntilCancelledAsync(CancellationToken cancellation) =>
        Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation).ContinueWith(
            static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
}
