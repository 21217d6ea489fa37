namespace OkrGrains.Plans.Text;

/// <summary>What bounds the time and memory that any text can take.</summary>
internal static class TextLimits
{
    /// <summary>An apply carries at most as much.</summary>
    public const int Bytes = 64 * 1024 * 1024;

    /// <summary>A plan needs 8 levels; <c>alerts</c> may have their own.</summary>
    public const int Depth = 64;

    /// <summary>A plan of 100,000 KPIs has about a million.</summary>
    public const int Nodes = 4_000_000;
}
