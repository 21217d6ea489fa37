namespace OkrGrains.Plans.Tests;

/// <summary>Locates the worked cases of the goal model and the flights sample.</summary>
internal static class Vectors
{
    public static string Folder { get; } = Path.Combine(Root(), "tests", "vectors");

    public static string FlightsFolder { get; } = Path.Combine(Root(), "samples", "flights");

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "OkrGrains.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("OkrGrains.sln");
        }

        return folder.FullName;
    }
}
