namespace OkrGrains.Stress.Overload;

/// <summary>How a server is overloaded.</summary>
/// <param name="Producers">So many saturate it.</param>
/// <param name="Seconds">How long each of the measured parts lasts.</param>
internal sealed record OverloadOptions(int Producers, double Seconds)
{
    /// <summary>So many times the producers that saturate it.</summary>
    public const int Times = 5;

    /// <summary>Producers beyond the limit of streams.</summary>
    public const int Refused = 4;

    /// <summary>Readings of all streams that may be unacknowledged: the default of <c>okr serve</c>.</summary>
    public const int ReadingsUnderway = 1024 * 1024;

    /// <summary>Streams that the server takes: the producers', and the probe's.</summary>
    public int Streams => (Producers * Times) + 1;
}
