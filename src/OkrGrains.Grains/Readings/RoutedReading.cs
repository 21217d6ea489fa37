using OkrGrains.Model.Time;

namespace OkrGrains.Grains.Readings;

/// <summary>A reading whose goal has been found.</summary>
/// <param name="Lane">The way to the goal, of the gateway that it is submitted to, see <see cref="ReadingGateway.LaneTo"/>.</param>
/// <param name="Time">The event time.</param>
/// <param name="Value">Finite, |v| ≤ 1e15.</param>
/// <param name="Sequence">Its sequence in its producer, above all that were submitted before.</param>
public readonly record struct RoutedReading(GoalLane Lane, Instant Time, double Value, long Sequence);
