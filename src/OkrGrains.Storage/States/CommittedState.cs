namespace OkrGrains.Storage.States;

/// <summary>That a goal's state was written by a commit. Ordered by position, then goal.</summary>
/// <param name="Position">The last commit that wrote it: with readings, or because its definition or the clock had changed it.</param>
/// <param name="Goal">The goal's number.</param>
public readonly record struct CommittedState(long Position, long Goal)
{
    /// <summary>Comes after every state of a commit and before those of later ones: where to read on after a position.</summary>
    public static CommittedState EndOf(long position) => new(position, long.MaxValue);
}
