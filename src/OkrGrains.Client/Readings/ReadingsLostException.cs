namespace OkrGrains.Client.Readings;

/// <summary>
/// Thrown when the server's store was restored from a backup that lacks acknowledged readings which this producer keeps no more. A producer
/// that writes all readings again under the same name, beginning with the first, sends what is missing; nothing counts twice.
/// </summary>
/// <param name="producer">The name of the producer.</param>
/// <param name="first">The sequence of the first reading that is lost.</param>
/// <param name="last">The sequence of the last reading that is lost.</param>
public sealed class ReadingsLostException(string producer, long first, long last)
    : Exception(
        $"the store was restored from a backup: it has lost readings {first} to {last} of producer {producer}, which were acknowledged and are "
        + "not kept here any more; write all readings again under the same name, beginning with the first")
{
    /// <summary>The sequence of the first reading that is lost.</summary>
    public long First { get; } = first;

    /// <summary>The sequence of the last reading that is lost and that this producer does not keep.</summary>
    public long Last { get; } = last;
}
