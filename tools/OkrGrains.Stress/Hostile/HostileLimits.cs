namespace OkrGrains.Stress.Hostile;

/// <summary>
/// Limits of the server that are shorter or lower than by default, so that a run ends soon. All other limits are the defaults.
/// </summary>
internal static class HostileLimits
{
    public const int MaxConnections = 3_000;

    /// <summary>The greatest size of a message in bytes, which is the default.</summary>
    public const long MaxMessageBytes = (1024 + 64) * Sizes.KiB;

    /// <summary>The greatest number of handles of a stream, which is the default.</summary>
    public const int MaxHandles = 200_000;

    /// <summary>The greatest number of bytes that wait because peers do not read them, which is the default.</summary>
    public const long MaxUnreadBytes = 128 * Sizes.MiB;

    public static TimeSpan MessageLimit { get; } = TimeSpan.FromSeconds(5);

    public static TimeSpan SendLimit { get; } = TimeSpan.FromSeconds(3);

    public static TimeSpan ConnectionIdleLimit { get; } = TimeSpan.FromSeconds(10);

    public static string[] Arguments { get; } =
    [
        $"{nameof(MaxConnections)}={MaxConnections}", $"{nameof(MessageLimit)}={MessageLimit}", $"{nameof(SendLimit)}={SendLimit}",
        $"{nameof(ConnectionIdleLimit)}={ConnectionIdleLimit}",
    ];
}
