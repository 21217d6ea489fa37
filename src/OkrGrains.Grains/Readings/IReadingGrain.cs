using System.Collections.Immutable;
using OkrGrains.Grains.Goals;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Readings;

/// <summary>
/// The grain of a goal that takes readings: a KPI that is not derived, or a key result that is measured by readings of its own.
/// </summary>
public interface IReadingGrain : IGoalGrain
{
    /// <summary>
    /// Appends readings in the order given, and answers once they are durable. Readings that the goal already holds, by producer and
    /// sequence, are left out and count as done.
    /// </summary>
    [Alias("Append")]
    Task<Appended> Append(SentReadings readings);

    /// <summary>
    /// Does the same as <see cref="Append"/>, and also tells an observer once the readings are checked and handed over to the store. If
    /// storing them fails, so does the call.
    /// </summary>
    [Alias("AppendTelling")]
    Task<Appended> AppendTelling(SentReadings readings, IAppliedObserver observer, long call);

    /// <summary>
    /// Corrects or retracts a reading that the goal holds, and answers once that is durable. The reading keeps its time and its place in
    /// the order of acceptance. An amendment that changes nothing is not stored again.
    /// </summary>
    [Alias("Amend")]
    Task<Amended> Amend(ReadingAmendment amendment);
}

/// <summary>The result of appending readings.</summary>
/// <param name="Taken">False when the goal is not in the plan any more, or takes no readings any more: none of the readings counts.</param>
/// <param name="Position">The position of the last commit that holds readings of the goal.</param>
/// <param name="Fenced">
/// The producers of which a newer epoch is known, each with that epoch. Their readings of older epochs do not count.
/// </param>
[Immutable, GenerateSerializer, Alias("okr.appended")]
public readonly record struct Appended(
    [property: Id(0)] bool Taken, [property: Id(1)] long Position, [property: Id(2)] ImmutableArray<ProducerEpoch> Fenced);
