using OkrGrains.Client.Retrying;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Client.Readings;

/// <summary>Who produces readings, and within which bounds.</summary>
public sealed record ReadingProducerOptions
{
    /// <summary>The workspace, as <c>workspaces/{w}</c>.</summary>
    public required string Workspace { get; init; }

    /// <summary>Names the producer for good, 1 to 128 characters: a reading that is sent again under its sequence counts once.</summary>
    public required string Producer { get; init; }

    /// <summary>
    /// When the server acknowledges; DURABLE by default. At APPLIED <see cref="ProducerCounts.Applied"/> runs ahead of what is durable;
    /// readings are kept, and completing waits, until they are durable either way.
    /// </summary>
    public AckLevel AckLevel { get; init; } = AckLevel.Durable;

    /// <summary>Readings in a batch at most; 2,048 by default (about 32 KiB), fewer when the server asks for fewer.</summary>
    public int BatchReadings { get; init; } = 2_048;

    /// <summary>How long a reading waits for others to share its batch; 20 ms by default.</summary>
    public TimeSpan BatchDelay { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Readings kept until they are durable; 131,072 by default, of 32 bytes each. Writing waits when there are so many.</summary>
    public int MaxUnacknowledged { get; init; } = 131_072;

    /// <summary>Different goals in the producer's life at most; 1,000,000 by default.</summary>
    public int MaxGoals { get; init; } = 1_000_000;

    /// <summary>What happens when the stream breaks.</summary>
    public RetryOptions Retry { get; init; } = new();

    /// <summary>
    /// Told of each reading that does not count, those that the server rejected in a former life of the producer too; null to tell
    /// nobody. It must not block, and may be called from any thread.
    /// </summary>
    public Action<RejectedReading>? Rejected { get; init; }

    /// <summary>The clock of delays and timeouts; the system's by default.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    internal Func<double> Random { get; init; } = System.Random.Shared.NextDouble;

    internal void Validate()
    {
        ArgumentException.ThrowIfNullOrEmpty(Workspace, nameof(Workspace));
        ArgumentException.ThrowIfNullOrEmpty(Producer, nameof(Producer));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Producer.Length, 128, nameof(Producer));
        if (AckLevel is not (AckLevel.Applied or AckLevel.Durable))
        {
            throw new ArgumentOutOfRangeException(nameof(AckLevel), AckLevel, null);
        }

        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(BatchReadings, nameof(BatchReadings));
        ArgumentOutOfRangeException.ThrowIfLessThan(BatchDelay, TimeSpan.Zero, nameof(BatchDelay));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxUnacknowledged, BatchReadings, nameof(MaxUnacknowledged));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxGoals, nameof(MaxGoals));
        Retry.Validate();
    }
}
