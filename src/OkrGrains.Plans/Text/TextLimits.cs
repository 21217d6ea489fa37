namespace OkrGrains.Plans.Text;

/// <summary>The limits of the time and memory that any text can take.</summary>
internal static class TextLimits
{
    /// <summary>The greatest size of a text in bytes. An apply carries at most as much.</summary>
    public const int Bytes = 64 * 1024 * 1024;

    /// <summary>
    /// The greatest size of one definition, or of the settings, as canonical JSON and without the KPIs that it names in `formula` and
    /// `kpis`, in bytes.
    /// </summary>
    public const int DefinitionBytes = 64 * 1024;

    /// <summary>The greatest number of levels. A plan needs 8, and <c>alerts</c> may have levels of their own.</summary>
    public const int Depth = 64;

    /// <summary>The greatest number of values. A plan of 100,000 KPIs has about a million.</summary>
    public const int Nodes = 4_000_000;
}
