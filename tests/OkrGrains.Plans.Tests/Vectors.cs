namespace OkrGrains.Plans.Tests;

/// <summary>The worked cases of the goal model and the flights sample, which the build copies beside the tests.</summary>
internal static class Vectors
{
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "vectors");

    /// <summary>The plans of the worked cases that are whole in one file.</summary>
    public static IEnumerable<string> WholePlans =>
        Directory.GetFiles(Folder, "plan.yaml", SearchOption.AllDirectories)
            .Where(file => Directory.GetFiles(Path.GetDirectoryName(file)!, "plan-*.yaml").Length == 0);

    /// <summary>What new users try first, which the build copies too.</summary>
    public static string FirstHourFolder { get; } = Path.Combine(AppContext.BaseDirectory, "cases", "first-hour");

    public static string FlightsFolder { get; } = Path.Combine(AppContext.BaseDirectory, "samples", "flights");
}
