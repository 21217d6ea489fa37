using System.Globalization;

namespace OkrGrains.Grains.Propagation;

/// <summary>Builds and parses the key of a combiner: <c>{workspace}/{parent}/{index}</c>.</summary>
internal static class CombinerAddress
{
    public static string Key(string workspace, long parent, int index) =>
        string.Create(CultureInfo.InvariantCulture, $"{workspace}/{parent}/{index}");

    public static (string Workspace, long Parent, int Index) Parse(string key)
    {
        var parts = key.Split('/');
        return (parts[0], long.Parse(parts[1], CultureInfo.InvariantCulture), int.Parse(parts[2], CultureInfo.InvariantCulture));
    }
}
