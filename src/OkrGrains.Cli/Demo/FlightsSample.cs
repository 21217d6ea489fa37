using OkrGrains.Cli.Readings;
using OkrGrains.Model.Time;

namespace OkrGrains.Cli.Demo;

/// <summary>The plan and the readings of the demo, which are deployed beside the program.</summary>
internal static class FlightsSample
{
    public const string Workspace = "workspaces/airline";

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "samples", "flights");

    /// <summary>The time of the demo's goal clock: the last millisecond of the quarter, in Chicago.</summary>
    public static Instant Now { get; } = Instant.Parse("2001-04-01T05:59:59.999Z");

    public static string Plan { get; } = Path.Combine(Folder, "plan.yaml");

    public static string Readings { get; } = Path.Combine(Folder, "readings.csv.gz");

    /// <summary>Returns the number of readings in the file: its lines without the header.</summary>
    public static async Task<long> CountAsync(CancellationToken cancellation)
    {
        await using var source = await ReadingsSource.OpenAsync(Readings, cancellation);
        var buffer = new byte[64 * 1024];
        long lines = -1;
        for (int count; (count = await source.Bytes.ReadAsync(buffer, cancellation)) > 0;)
        {
            lines += buffer.AsSpan(0, count).Count((byte)'\n');
        }

        return lines;
    }
}
