namespace OkrGrains.Plans;

/// <summary>A reason why a plan is refused (goal-model §9).</summary>
/// <param name="Place">The place as a path: <c>objectives[0].keyResults[1].kpi</c>; empty for the text as a whole.</param>
/// <param name="Line">The line in the text, from 1.</param>
/// <param name="Column">The column in that line, from 1.</param>
/// <param name="Reason">A stable code, such as <c>UNKNOWN_KEY</c>.</param>
/// <param name="Message">One line for people. It names neither place nor line.</param>
public sealed record PlanFault(string Place, int Line, int Column, string Reason, string Message)
{
    /// <summary>Returns one line with place, position, message and reason.</summary>
    public override string ToString() =>
        Place.Length == 0
            ? $"line {Line}, column {Column}: {Message} [{Reason}]"
            : $"{Place} (line {Line}, column {Column}): {Message} [{Reason}]";
}
