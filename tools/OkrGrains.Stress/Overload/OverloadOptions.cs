namespace OkrGrains.Stress.Overload;

/// <summary>The parameters of an overload.</summary>
/// <param name="Producers">The number of producers that saturate the server.</param>
/// <param name="Seconds">The duration of each measured part, in seconds.</param>
internal sealed record OverloadOptions(int Producers, double Seconds)
{
    /// <summary>The factor by which the producers of the overload outnumber those that saturate the server.</summary>
    public const int Times = 5;

    /// <summary>The number of producers beyond the limit of streams.</summary>
    public const int Refused = 4;

    /// <summary>The number of readings of all streams that may be unacknowledged: the default of <c>okr serve</c>.</summary>
    public const int ReadingsInFlight = 1024 * 1024;

    /// <summary>The number of streams that the server takes: those of the producers and of the probe.</summary>
    public int Streams => (Producers * Times) + 1;
}
