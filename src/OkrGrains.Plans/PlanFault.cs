namespace OkrGrains.Plans;

/// <summary>A reason why a plan is refused (goal-model §9).</summary>
/// <param name="Place">
/// The place as a path: <c>objectives[0].keyResults[1].kpi</c>; empty for the text as a whole. In another file than the first one its part
/// comes before: <c>payments: kpis[0].id</c> (goal-model §9).
/// </param>
/// <param name="Line">The line in the text, from 1; 0 for a part that is not given.</param>
/// <param name="Column">The column in that line, from 1; 0 for a part that is not given.</param>
/// <param name="Reason">A stable code, such as <c>UNKNOWN_KEY</c>.</param>
/// <param name="Message">One line for people. It names neither place nor line.</param>
public sealed record PlanFault(string Place, int Line, int Column, string Reason, string Message)
{
    /// <summary>The index of the file among those that were given, from 0; -1 for a part that is not given.</summary>
    public int File { get; init; }

    /// <summary>Returns one line with place, position, message and reason.</summary>
    public override string ToString() => (Place.Length, Line) switch
    {
        (0, _) => $"line {Line}, column {Column}: {Message} [{Reason}]",
        (_, 0) => $"{Place}: {Message} [{Reason}]",
        _ => $"{Place} (line {Line}, column {Column}): {Message} [{Reason}]",
    };
}
