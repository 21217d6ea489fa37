namespace OkrGrains.Plans;

/// <summary>One reason why a plan is refused (goal-model §9).</summary>
/// <param name="Place">Where, as a path: <c>objectives[0].keyResults[1].kpi</c>; empty for the text as a whole.</param>
/// <param name="Line">The line of the text, from 1.</param>
/// <param name="Column">The column in that line, from 1.</param>
/// <param name="Reason">A stable code, such as <c>UNKNOWN_KEY</c>.</param>
/// <param name="Message">One line for people; it names neither place nor line.</param>
public sealed record PlanFault(string Place, int Line, int Column, string Reason, string Message)
{
    /// <summary>One line: place, position, message and reason.</summary>
    public override string ToString() =>
        Place.Length == 0
            ? $"line {Line}, column {Column}: {Message} [{Reason}]"
            : $"{Place} (line {Line}, column {Column}): {Message} [{Reason}]";
}
