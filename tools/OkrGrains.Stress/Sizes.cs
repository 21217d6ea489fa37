namespace OkrGrains.Stress;

/// <summary>Units of bytes.</summary>
internal static class Sizes
{
    public const long KiB = 1024;
    public const long MiB = 1024 * KiB;

    public static long ToMiB(long bytes) => bytes / MiB;
}
