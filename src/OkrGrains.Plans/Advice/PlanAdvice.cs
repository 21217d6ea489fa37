namespace OkrGrains.Plans.Advice;

/// <summary>What could be better in a plan that is accepted as it stands.</summary>
/// <param name="Place">
/// The place as a path: <c>objectives[0].keyResults[1].title</c>; the path that a missing key would have. In another file than the first one
/// its part comes before: <c>payments: kpis[0]</c>.
/// </param>
/// <param name="Line">The line in the text, from 1.</param>
/// <param name="Column">The column in that line, from 1.</param>
/// <param name="Code">A stable code, such as <c>NO_OWNER</c>, which <c>lint: {off: [NO_OWNER]}</c> in the plan silences.</param>
/// <param name="Message">One line for people that says what to do. It names neither place nor line.</param>
public sealed record PlanAdvice(string Place, int Line, int Column, string Code, string Message)
{
    /// <summary>The index of the file among those that were given, from 0.</summary>
    public int File { get; init; }

    /// <summary>Returns one line with place, position, message and code.</summary>
    public override string ToString() => $"{Place} (line {Line}, column {Column}): {Message} [{Code}]";
}
