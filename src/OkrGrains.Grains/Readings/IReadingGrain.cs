using System.Collections.Immutable;
using OkrGrains.Grains.Amendments;
using OkrGrains.Grains.Goals;
using OkrGrains.Storage.Producers;
using OkrGrains.Storage.Readings;

namespace OkrGrains.Grains.Readings;

/// <summary>A goal that readings are sent to: a KPI that is not derived, or a key result that is measured by itself.</summary>
public interface IReadingGrain : IGoalGrain
{
    /// <summary>
    /// Appends readings, in this order, and answers once they are durable. Those that the goal already holds by their producer and
    /// sequence are left out and count as done.
    /// </summary>
    [Alias("Append")]
    Task<Appended> Append(SentReadings readings);

    /// <summary>
    /// As <see cref="Append"/>, and tells a watcher once the readings are checked and handed over to be made durable. Should that fail,
    /// so does the call.
    /// </summary>
    [Alias("AppendTelling")]
    Task<Appended> AppendTelling(SentReadings readings, IAppliedWatcher watcher, long call);

    /// <summary>
    /// Corrects or retracts a reading that the goal holds, and answers once that is durable. The reading keeps its time and its place in
    /// the order of acceptance. An amendment that changes nothing is not made again.
    /// </summary>
    [Alias("Amend")]
    Task<Amended> Amend(ReadingAmendment amendment);
}

/// <summary>What became of readings.</summary>
/// <param name="Taken">False when the goal is no longer in the plan, or takes no readings any more: none counts.</param>
/// <param name="Position">The last commit that holds readings of the goal.</param>
/// <param name="Fenced">Producers of which a newer epoch is known: their readings of older ones do not count.</param>
[Immutable, GenerateSerializer, Alias("okr.appended")]
public readonly record struct Appended(
    [property: Id(0)] bool Taken, [property: Id(1)] long Position, [property: Id(2)] ImmutableArray<ProducerEpoch> Fenced);
