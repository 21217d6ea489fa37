using OkrGrains.Model.Time;

namespace OkrGrains.Storage.Records;

/// <summary>A stored change of a workspace.</summary>
/// <param name="Position">The position of its commit.</param>
/// <param name="AcceptedAt">The acceptance instant of its commit.</param>
/// <param name="Author">The person who asked for the change.</param>
/// <param name="Reason">The reason that the author gave; may be empty.</param>
/// <param name="Settings">The workspace's settings since then, in their durable form; null if they did not change.</param>
/// <param name="GoalCount">The number of goals that the change defined, moved or removed.</param>
/// <param name="Closing">The kind of the change if it closed or reopened a cycle; null if it changed the plan.</param>
/// <param name="Cycle">The id of that cycle; null if the change changed the plan.</param>
public sealed record ChangeRow(
    long Position,
    Instant AcceptedAt,
    string Author,
    string Reason,
    ReadOnlyMemory<byte>? Settings,
    int GoalCount,
    ClosingKind? Closing,
    string? Cycle);

/// <summary>A definition that a goal has or had.</summary>
/// <param name="Definition">The definition.</param>
/// <param name="Position">The position of the commit since which the goal has it.</param>
/// <param name="AcceptedAt">The acceptance instant of that commit.</param>
/// <param name="Author">The person who asked for the definition.</param>
/// <param name="Reason">The reason that the author gave; may be empty.</param>
public sealed record RevisionRow(GoalDefinition Definition, long Position, Instant AcceptedAt, string Author, string Reason);

/// <summary>A workspace as it was defined at a commit.</summary>
/// <param name="Position">The position of the commit.</param>
/// <param name="Settings">The settings in their durable form.</param>
/// <param name="Goals">Every goal that had been defined by then, including those removed by then.</param>
public sealed record PastDefinitions(long Position, ReadOnlyMemory<byte> Settings, IReadOnlyList<GoalDefinition> Goals);

/// <summary>The stored facts about a goal besides its definition and readings.</summary>
/// <param name="FirstDefinedAt">The instant at which the goal was first defined.</param>
/// <param name="LastCheckIn">The newest check-in; null for none.</param>
/// <param name="Finals">The finals that stand, by the id of the cycle.</param>
public sealed record GoalRecord(Instant FirstDefinedAt, CheckInRow? LastCheckIn, IReadOnlyDictionary<string, StandingFinal> Finals)
{
    /// <summary>An empty record: no check-in and no finals, first defined at the earliest instant.</summary>
    public static GoalRecord None { get; } = new(Instant.Earliest, null, new Dictionary<string, StandingFinal>());
}

/// <summary>A final of a closing that was not followed by a reopening.</summary>
/// <param name="Final">The final.</param>
/// <param name="At">The instant at which it holds: the cycle's end when it was closed.</param>
public sealed record StandingFinal(Final Final, Instant At);
