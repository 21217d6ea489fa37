using OkrGrains.Model.Goals;
using OkrGrains.Model.Time;
using OkrGrains.Storage.CheckIns;
using OkrGrains.Storage.Closings;

namespace OkrGrains.Storage.Definitions;

/// <summary>A change of a workspace on record.</summary>
/// <param name="Position">Its commit.</param>
/// <param name="AcceptedAt">When.</param>
/// <param name="Author">Who asked for it.</param>
/// <param name="Reason">Why; may be empty.</param>
/// <param name="Settings">The workspace's settings since then, in their durable form; null when they did not change.</param>
/// <param name="GoalCount">How many goals it defined, moved or removed.</param>
/// <param name="Closing">What it did to a cycle; null when it changed the plan.</param>
/// <param name="Cycle">To which cycle; null when it changed the plan.</param>
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
/// <param name="Position">The commit since which the goal has it.</param>
/// <param name="AcceptedAt">When that was.</param>
/// <param name="Author">Who asked for it.</param>
/// <param name="Reason">Why; may be empty.</param>
public sealed record RevisionRow(GoalDefinition Definition, long Position, Instant AcceptedAt, string Author, string Reason);

/// <summary>A workspace as it was defined at a commit.</summary>
/// <param name="Position">The commit.</param>
/// <param name="Settings">The settings in their durable form.</param>
/// <param name="Goals">Every goal that had been defined by then, those removed by then too.</param>
public sealed record PastDefinitions(long Position, ReadOnlyMemory<byte> Settings, IReadOnlyList<GoalDefinition> Goals);

/// <summary>What is on record of a goal besides its definition and readings.</summary>
/// <param name="FirstDefinedAt">When it was defined first.</param>
/// <param name="LastCheckIn">The newest check-in; null for none.</param>
/// <param name="Finals">The finals that stand, by the id of the cycle.</param>
public sealed record GoalRecord(Instant FirstDefinedAt, CheckInRow? LastCheckIn, IReadOnlyDictionary<string, Final> Finals)
{
    /// <summary>Nothing.</summary>
    public static GoalRecord None { get; } = new(Instant.Earliest, null, new Dictionary<string, Final>());
}
