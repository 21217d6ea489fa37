using OkrGrains.Model.Time;

namespace OkrGrains.Storage.States;

/// <summary>The durable state of a goal that takes readings.</summary>
/// <param name="Goal">The goal's number.</param>
/// <param name="Revision">The revision of the goal under which the state was computed.</param>
/// <param name="Position">The last commit that holds readings of the goal or amends one; 0 for none.</param>
/// <param name="EvaluatedAt">The instant of the goal clock at which it was computed.</param>
/// <param name="ValidUntil">The first instant at which it changes if nothing arrives; null for never.</param>
/// <param name="Body">The state itself, opaque to the store.</param>
public sealed record StateRow(long Goal, long Revision, long Position, Instant EvaluatedAt, Instant? ValidUntil, ReadOnlyMemory<byte> Body);

/// <summary>A state to be kept.</summary>
/// <param name="Goal">The goal's number.</param>
/// <param name="ExpectedPosition">
/// The position that the owner believes its state to be at: another owner's append meanwhile makes this save a conflict. 0 for no state.
/// </param>
/// <param name="Revision">The revision of the goal under which the state was computed.</param>
/// <param name="EvaluatedAt">The instant of the goal clock at which it was computed.</param>
/// <param name="ValidUntil">The first instant at which it changes if nothing arrives; null for never.</param>
/// <param name="Body">The state itself, opaque to the store. The memory is not changed until the save has completed.</param>
public sealed record StateSave(
    long Goal, long ExpectedPosition, long Revision, Instant EvaluatedAt, Instant? ValidUntil, ReadOnlyMemory<byte> Body);
