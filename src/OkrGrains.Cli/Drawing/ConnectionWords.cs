using OkrGrains.Cli.Output;

namespace OkrGrains.Cli.Drawing;

/// <summary>Says that the server is away, and of when the figures are that are shown meanwhile.</summary>
internal static class ConnectionWords
{
    public const string Back = "connected again";

    public static string Lost(DateTimeOffset? figures, ShownTime times) => figures is { } at && at != default
        ? $"connection lost, showing figures of {times.TimeOfDay(at)}"
        : "connection lost, nothing to show yet";
}
