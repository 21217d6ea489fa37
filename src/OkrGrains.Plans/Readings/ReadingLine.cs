using OkrGrains.Model.Goals;
using OkrGrains.Model.Time;

namespace OkrGrains.Plans.Readings;

/// <summary>A line of a readings file (goal-model §10).</summary>
/// <param name="Line">The number of the line, from 1; the header is line 1.</param>
/// <param name="Goal">A KPI or key result, which need not exist.</param>
/// <param name="Time">The instant for which the reading holds.</param>
/// <param name="Value">The value that was read: finite, within ±1e15.</param>
/// <param name="Fault">
/// The reason why the line is refused; null when it is good. If it is not null, only <paramref name="Line"/> has a meaning beside it.
/// </param>
public readonly record struct ReadingLine(long Line, GoalName Goal, Instant Time, double Value, ReadingFault? Fault)
{
    /// <summary>
    /// True if the line gives a bare id. <see cref="Goal"/> is then the KPI of this id; a key result is meant if it takes readings and
    /// the KPI does not.
    /// </summary>
    public bool IsBare { get; init; }

    /// <summary>
    /// True if the line gives a local time that clocks show twice, since they go back; <see cref="Time"/> is then the first of the two.
    /// </summary>
    public bool IsTwice { get; init; }

    /// <summary>The id of the workspace if the line gives a full name; otherwise null.</summary>
    public string? Workspace { get; init; }

    internal static ReadingLine Refused(long line, string reason, string message) =>
        new(line, default, default, default, new ReadingFault(line, reason, message));
}

/// <summary>A reason why a line of a readings file is refused.</summary>
/// <param name="Line">The number of the line, from 1; 0 if no single line is to blame.</param>
/// <param name="Reason">A stable code, such as <c>BAD_TIME</c>.</param>
/// <param name="Message">One line for people. It does not name the line's number.</param>
public sealed record ReadingFault(long Line, string Reason, string Message)
{
    /// <summary>Returns one line with number, message and reason.</summary>
    public override string ToString() => $"line {Line}: {Message} [{Reason}]";
}
