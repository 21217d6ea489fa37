using OkrGrains.Model.Time;

namespace OkrGrains.Storage.Sqlite.States;

/// <summary>A state of a goal as one commit logged it.</summary>
/// <param name="Goal">The goal's number.</param>
/// <param name="Commit">The position of the commit.</param>
/// <param name="StaleAt">The instant from which the state must be computed again; null for never.</param>
/// <param name="Block">The block that holds the packed state.</param>
/// <param name="Offset">The place in the block at which it begins.</param>
/// <param name="Length">The number of its bytes.</param>
/// <param name="Older">The index of the goal's state before it in the same log; -1 for none.</param>
internal readonly record struct LoggedState(
    long Goal, long Commit, Instant? StaleAt, byte[] Block, int Offset, int Length, int Older)
{
    /// <summary>Compares two states by the numbers of their goals.</summary>
    public static readonly Comparison<LoggedState> ByGoal = static (one, other) => one.Goal.CompareTo(other.Goal);

    public ReadOnlySpan<byte> Packed => Block.AsSpan(Offset, Length);

    public StateImage Image => StateImage.Unpack(Goal, StaleAt, Packed);
}
