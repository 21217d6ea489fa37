using OkrGrains.Model.Time;

namespace OkrGrains.Grains.Ingest;

/// <summary>A reading whose goal has been found.</summary>
/// <param name="Sender">
/// The sender to the goal, which belongs to the gateway that the reading is submitted to; see <see cref="IngestGateway.SenderTo"/>.
/// </param>
/// <param name="Time">The event time.</param>
/// <param name="Value">The value, finite, |v| ≤ 1e15.</param>
/// <param name="Sequence">The sequence in its producer, greater than all that were submitted before.</param>
public readonly record struct RoutedReading(GoalSender Sender, Instant Time, double Value, long Sequence);
