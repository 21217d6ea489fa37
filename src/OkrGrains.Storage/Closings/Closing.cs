using OkrGrains.Model.Goals;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Time;

namespace OkrGrains.Storage.Closings;

/// <summary>What was done to a cycle (goal-model §8).</summary>
public enum ClosingKind
{
    /// <summary>It was closed: the finals of its goals stand from then on.</summary>
    Closed = 1,

    /// <summary>It was opened again: the finals of the closing before stay on record and stand no more.</summary>
    Reopened,
}

/// <summary>What counts in a closing: what was committed up to a position, and accepted before an instant.</summary>
/// <param name="Position">The last commit that may count.</param>
/// <param name="Before">Only what was accepted before counts; <see cref="Instant.Latest"/> where the position alone decides.</param>
public readonly record struct ClosingCut(long Position, Instant Before);

/// <summary>That a cycle is closed or reopened, with a change of definitions that raises the revision of its goals.</summary>
/// <param name="Kind">Which of the two.</param>
/// <param name="Cycle">The cycle's id.</param>
/// <param name="At">The instant at which the finals hold: the cycle's end.</param>
/// <param name="Cut">What counted.</param>
/// <param name="Finals">One for each goal of the cycle; none for a reopening.</param>
public sealed record ClosingCommit(ClosingKind Kind, string Cycle, Instant At, ClosingCut Cut, IReadOnlyList<Final> Finals);

/// <summary>What a goal is worth for good once its cycle is closed.</summary>
/// <param name="Goal">The goal's number.</param>
/// <param name="Score">The score.</param>
/// <param name="Coverage">The coverage.</param>
/// <param name="Grade">The grade.</param>
public sealed record Final(long Goal, Portion Score, Portion Coverage, Grade Grade);

/// <summary>A closing or reopening on record.</summary>
/// <param name="Position">Its commit.</param>
/// <param name="Kind">Which of the two.</param>
/// <param name="Cycle">The cycle's id.</param>
/// <param name="At">The instant at which the finals hold.</param>
/// <param name="Cut">What counted.</param>
/// <param name="GoalCount">How many goals have a final in it.</param>
/// <param name="Author">Who asked for it.</param>
/// <param name="Reason">Why.</param>
/// <param name="AcceptedAt">When.</param>
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
