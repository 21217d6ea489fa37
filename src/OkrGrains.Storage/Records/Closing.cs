using OkrGrains.Model.Goals;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Time;

namespace OkrGrains.Storage.Records;

/// <summary>The two things that can be done to a cycle (goal-model §8).</summary>
public enum ClosingKind
{
    /// <summary>The cycle was closed: the finals of its goals stand from then on.</summary>
    Closed = 1,

    /// <summary>The cycle was opened again: the finals of the closing before stay stored and stand no more.</summary>
    Reopened,
}

/// <summary>Selects the commits that count in a closing: those up to a position that were accepted before an instant.</summary>
/// <param name="Position">The last commit that may count.</param>
/// <param name="Before">
/// The instant before which a commit must have been accepted; <see cref="Instant.Latest"/> if the position alone decides.
/// </param>
public readonly record struct ClosingCut(long Position, Instant Before);

/// <summary>
/// Closes or reopens a cycle. It is committed with a change of definitions that raises the revision of the cycle's goals.
/// </summary>
/// <param name="Kind">The kind of the commit: a closing or a reopening.</param>
/// <param name="Cycle">The cycle's id.</param>
/// <param name="At">The instant at which the finals hold: the cycle's end.</param>
/// <param name="Cut">The commits that counted.</param>
/// <param name="Finals">One final for each goal of the cycle; none for a reopening.</param>
public sealed record ClosingCommit(ClosingKind Kind, string Cycle, Instant At, ClosingCut Cut, IReadOnlyList<Final> Finals);

/// <summary>The figures that a goal keeps for good once its cycle is closed.</summary>
/// <param name="Goal">The goal's number.</param>
/// <param name="Score">The score.</param>
/// <param name="Coverage">The coverage.</param>
/// <param name="Grade">The grade.</param>
public sealed record Final(long Goal, Portion Score, Portion Coverage, Grade Grade);

/// <summary>A stored closing or reopening.</summary>
/// <param name="Position">The position of its commit.</param>
/// <param name="Kind">The kind of the entry: a closing or a reopening.</param>
/// <param name="Cycle">The cycle's id.</param>
/// <param name="At">The instant at which the finals hold.</param>
/// <param name="Cut">The commits that counted.</param>
/// <param name="GoalCount">The number of goals that have a final in it.</param>
/// <param name="Author">The person who asked for it.</param>
/// <param name="Reason">The reason that the author gave.</param>
/// <param name="AcceptedAt">The acceptance instant of its commit.</param>
public sealed record ClosingRow(
    long Position,
    ClosingKind Kind,
    string Cycle,
    Instant At,
    ClosingCut Cut,
    int GoalCount,
    string Author,
    string Reason,
    Instant AcceptedAt);
