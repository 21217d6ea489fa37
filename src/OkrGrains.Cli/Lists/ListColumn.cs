using OkrGrains.Cli.Definitions;
using OkrGrains.Cli.Drawing;
using OkrGrains.Cli.Output;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Cli.Lists;

/// <summary>One thing that <c>okr list</c> can say of a goal.</summary>
/// <param name="Name">The name, as in <c>--columns</c>.</param>
/// <param name="Exact">Returns it for programs, with every digit; null for none.</param>
/// <param name="Shown">Returns it for people; null to show them the exact form too.</param>
internal sealed record ListColumn(string Name, Func<ListedGoal, string?> Exact, Func<ListedGoal, string?>? Shown = null)
{
    /// <summary>All of them, in the order in which they are listed when none are chosen.</summary>
    public static IReadOnlyList<ListColumn> All { get; } =
    [
        new("id", listed => listed.Book.ShortestName(listed.Goal)),
        new("kind", listed => KindWord(listed.Goal.Kind)),
        new("title", listed => listed.Goal.Title),
        new("owner", listed => OrNone(listed.Goal.Owner)),
        new("score", listed => listed.Figures.Score?.Decimal, listed => Numerals.Percent(listed.Figures.Score)) { IsNumber = true },
        new("value", listed => listed.Figures.Value?.Decimal) { Forms = ValueOf },
        new("unit", listed => OrNone(listed.Book.UnitOf(listed.Goal))),
        new("target", listed => OrNone(ValueWords.Wanted(listed.Goal.Target))),
        new("baseline", listed => listed.Figures.Line?.Baseline?.Decimal, listed => OrNone(ValueWords.Baseline(listed.Goal))) { IsNumber = true },
        new("progress", listed => listed.Figures.Progress?.Decimal) { IsNumber = true },
        new("coverage", listed => listed.Figures.Coverage?.Decimal, listed => Numerals.Percent(listed.Figures.Coverage)) { IsNumber = true },
        new("expected", listed => listed.Figures.Expected?.Decimal, listed => Numerals.Percent(listed.Figures.Expected)) { IsNumber = true },
        new("status", listed => VerdictWords.Of(listed.Figures.Status) ?? VerdictWords.Of(listed.Figures.Health)) { Forms = StatusOf },
        new("grade", listed => VerdictWords.Of(listed.Figures.Grade)),
        new("final", listed => listed.Figures.FinalScore?.Decimal, listed => Numerals.Percent(listed.Figures.FinalScore)) { IsNumber = true },
        new("cycle", listed => OrNone(listed.Goal.Cycle[(listed.Goal.Cycle.LastIndexOf('/') + 1)..])),
        new("due", listed => listed.Figures.CheckInDueAt is { } due ? listed.Times.Of(due) : null),
        new("check-in", listed => OrNone(CheckInWords.Line(listed.Goal, listed.Times))),
        new("turns", listed => TurnOf(listed)),
        new("parents", listed => OrNone(ParentsOf(listed))),
        new("name", listed => listed.Goal.Name),
    ];

    /// <summary>Those that people see when they choose none.</summary>
    public static IReadOnlyList<ListColumn> ForPeople { get; } =
        [.. new[] { "id", "title", "score", "value", "status", "owner" }.Select(name => Find(name)!)];

    /// <summary>Returns the forms for people, from the longest to the shortest; null where there is only one.</summary>
    public Func<ListedGoal, IReadOnlyList<string>>? Forms { get; init; }

    /// <summary>True if it is a number, which ends at the same place as those above it.</summary>
    public bool IsNumber { get; init; }

    public static ListColumn? Find(string name) => All.FirstOrDefault(column => column.Name == name);

    /// <summary>Returns it in one line for people, and in shorter forms if there are any.</summary>
    public IReadOnlyList<string> For(ListedGoal listed) => Forms is null
        ? [Output.Shown.Line((Shown ?? Exact)(listed) ?? "")]
        : [.. Forms(listed).DefaultIfEmpty("").Select(Output.Shown.Line)];

    /// <summary>Returns the word for a kind, as <c>--kind</c> takes it.</summary>
    public static string KindWord(GoalKind kind) => kind switch
    {
        GoalKind.Kpi => "kpi",
        GoalKind.KeyResult => "keyResult",
        _ => "objective",
    };

    private static string? OrNone(string text) => text.Length == 0 ? null : text;

    private static IReadOnlyList<string> ValueOf(ListedGoal listed) =>
        ValueWords.Of(listed.Goal, listed.Book.UnitOf(listed.Goal));

    private static IReadOnlyList<string> StatusOf(ListedGoal listed) => StatusWords.Of(listed.Goal, listed.Times);

    private static string? TurnOf(ListedGoal listed) => listed.Figures.NextTurn is { } turn
        ? $"{VerdictWords.Of(turn.Status) ?? VerdictWords.Of(turn.Health)} at {listed.Times.Of(turn.At)}"
        : null;

    private static string ParentsOf(ListedGoal listed)
    {
        var names = listed.Goal.Parents.Select(link => listed.Book.Find(link.Parent) is { } parent ? listed.Book.ShortestName(parent) : link.Parent);
        var more = listed.Goal.LeftOutParents > 0 ? $" and {listed.Goal.LeftOutParents} more" : "";
        return string.Join(' ', names) + more;
    }
}

/// <summary>A goal to be listed, with what its columns need.</summary>
internal sealed record ListedGoal(Goal Goal, GoalBook Book, ShownTime Times)
{
    public GoalFigures Figures => Goal.Figures ?? new GoalFigures();
}
