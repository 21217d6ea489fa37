using System.Text;
using OkrGrains.Client.Retrying;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Client.Readings;

/// <summary>The identity of a producer, and the limits within which it works.</summary>
public sealed record ReadingProducerOptions
{
    private const int MostProducerBytes = 512;

    /// <summary>The workspace, as <c>workspaces/{w}</c>.</summary>
    public required string Workspace { get; init; }

    /// <summary>
    /// The permanent name of the producer, 1 to 512 bytes of UTF-8. A reading that is sent again under its sequence counts once.
    /// </summary>
    public required string Producer { get; init; }

    /// <summary>
    /// The point at which the server acknowledges a reading; DURABLE by default. At APPLIED <see cref="ProducerCounts.Applied"/> runs ahead
    /// of the durable readings. At both levels readings are kept, and completing waits, until they are durable.
    /// </summary>
    public AckLevel AckLevel { get; init; } = AckLevel.Durable;

    /// <summary>
    /// The maximum number of readings in a batch; 2,048 by default (about 32 KiB). A smaller maximum of the server takes precedence.
    /// </summary>
    public int BatchReadings { get; init; } = 2_048;

    /// <summary>The longest time for which a reading waits for others to share its batch; 20 ms by default.</summary>
    public TimeSpan BatchDelay { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// The maximum number of readings kept until they are durable, at 32 bytes each; 131,072 by default. Writing waits at this number.
    /// </summary>
    public int MaxUnacknowledged { get; init; } = 131_072;

    /// <summary>The maximum number of different goals that one producer object writes to; 1,000,000 by default.</summary>
    public int MaxGoals { get; init; } = 1_000_000;

    /// <summary>The pauses and limits under which a broken stream is opened again.</summary>
    public RetryOptions Retry { get; init; } = new();

    /// <summary>
    /// Called for each reading that does not count, also for those that the server rejected in an earlier run of the producer; null for no
    /// callback. It must not block, and may be called from any thread.
    /// </summary>
    public Action<RejectedReading>? Rejected { get; init; }

    /// <summary>
    /// Called each time a stream has been opened, also after one that broke, before anything is sent on it; null for no callback. What it
    /// throws ends the producer, unless it is an <see cref="Grpc.Core.RpcException"/> that is transient.
    /// </summary>
    public Func<CancellationToken, Task>? Opened { get; init; }

    /// <summary>
    /// True to end with a <see cref="ReadingsDifferException"/> when the server holds readings of the producer behind the newest checkpoint
    /// as the first stream opens. Another program may have sent them, and the readings that are written would be taken for them. False by
    /// default: readings that the server holds are compared as far as the newest checkpoint reaches.
    /// </summary>
    public bool HeldMustBeProven { get; init; }

    /// <summary>The clock that measures delays and timeouts; the system's clock by default.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    internal Func<double> Random { get; init; } = System.Random.Shared.NextDouble;

    internal void Validate()
    {
        ArgumentException.ThrowIfNullOrEmpty(Workspace, nameof(Workspace));
        ArgumentException.ThrowIfNullOrEmpty(Producer, nameof(Producer));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Encoding.UTF8.GetByteCount(Producer), MostProducerBytes, nameof(Producer));
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
