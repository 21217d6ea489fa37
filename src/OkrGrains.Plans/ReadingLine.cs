using OkrGrains.Model.Goals;
using OkrGrains.Model.Time;

namespace OkrGrains.Plans;

/// <summary>One line of a readings file (goal-model §10).</summary>
/// <param name="Line">Its number, from 1; the header is line 1.</param>
/// <param name="Goal">A KPI or key result, which need not exist.</param>
/// <param name="Time">When the reading holds.</param>
/// <param name="Value">What was read: finite, within ±1e15.</param>
/// <param name="Fault">Why the line is refused; null when it is good. The others but the number mean nothing then.</param>
public readonly record struct ReadingLine(long Line, GoalName Goal, Instant Time, double Value, ReadingFault? Fault)
{
    internal static ReadingLine Refused(long line, string reason, string message) =>
        new(line, default, default, default, new ReadingFault(line, reason, message));
}

/// <summary>Why a line of a readings file is refused.</summary>
/// <param name="Line">Its number, from 1; 0 for what no single line is to blame for.</param>
/// <param name="Reason">A stable code, such as <c>BAD_TIME</c>.</param>
/// <param name="Message">One line for people; it does not name the line's number.</param>
public sealed record ReadingFault(long Line, string Reason, string Message)
{
    /// <summary>One line: number, message and reason.</summary>
    public override string ToString() => $"line {Line}: {Message} [{Reason}]";
}
