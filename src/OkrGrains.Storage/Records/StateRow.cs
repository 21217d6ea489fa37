using OkrGrains.Model.Time;

namespace OkrGrains.Storage.Records;

/// <summary>The durable state of a goal that takes readings.</summary>
/// <param name="Goal">The goal's number.</param>
/// <param name="Revision">The revision of the goal under which the state was computed.</param>
/// <param name="Position">The position of the last commit that holds readings of the goal or amends one; 0 for none.</param>
/// <param name="EvaluatedAt">The instant of the goal clock at which the state was computed.</param>
/// <param name="ValidUntil">The first instant at which the state changes if nothing arrives; null for never.</param>
/// <param name="Body">The state itself, opaque to the store.</param>
public sealed record StateRow(long Goal, long Revision, long Position, Instant EvaluatedAt, Instant? ValidUntil, ReadOnlyMemory<byte> Body);

/// <summary>A state to be stored.</summary>
/// <param name="Goal">The goal's number.</param>
/// <param name="ExpectedPosition">
/// The position at which the owner believes the stored state to be; 0 for no state. If another owner has appended meanwhile, the save is a
/// conflict.
/// </param>
/// <param name="Revision">The revision of the goal under which the state was computed.</param>
/// <param name="EvaluatedAt">The instant of the goal clock at which the state was computed.</param>
/// <param name="ValidUntil">The first instant at which the state changes if nothing arrives; null for never.</param>
/// <param name="Body">The state itself, opaque to the store. The memory must not change until the save has completed.</param>
public sealed record StateSave(
    long Goal, long ExpectedPosition, long Revision, Instant EvaluatedAt, Instant? ValidUntil, ReadOnlyMemory<byte> Body);
