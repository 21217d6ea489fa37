namespace OkrGrains.Storage.States;

/// <summary>That a goal's state holds what a commit says of its readings. Ordered by position, then goal.</summary>
/// <param name="Position">The last commit that holds readings of the goal or amends one.</param>
/// <param name="Goal">The goal's number.</param>
public readonly record struct CommittedState(long Position, long Goal)
{
    /// <summary>Comes after every state of a commit and before those of later ones: where to read on after a position.</summary>
    public static CommittedState EndOf(long position) => new(position, long.MaxValue);
}
