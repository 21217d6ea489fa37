using System.Text.RegularExpressions;
using OkrGrains.Plans.Text;

namespace OkrGrains.Plans.Hints;

/// <summary>Shows the shape that a key takes, where another shape was given.</summary>
internal static partial class ShapeHints
{
    /// <summary>Returns the part of the message that shows the shape, with a colon before it; empty when the key has no example.</summary>
    public static string Hint(PlanNode node)
    {
        var text = node is ScalarNode scalar && scalar.Text.Length <= Nearest.LongestWord ? scalar.Text : "";
        var id = Ids.IsId(text) ? text : "ID";
        return (node.Key ?? node.Parent?.Key) switch
        {
            "parents" when node.Key is null => $": write `{{objective: {id}}}`",
            "parents" => $": write `[{{objective: {id}}}]`",
            "kpis" when node.Parent?.Parent is not null && node.Key is null && node.Parent.Parent.Parent is not null => $": write `{{kpi: {id}}}`",
            "kpis" when node.Parent?.Parent is not null && node.Key is not null => $": write `[{{kpi: {id}}}]`",
            "keyResults" or "objectives" or "kpis" when node.Key is null => $": write `{{id: {id}}}`",
            "keyResults" or "objectives" or "kpis" => ": write `[{id: ID}]`",
            "cycles" => ": write `{id: q1, start: 2026-01-01, end: 2026-04-01}`",
            "milestones" => ": write `{date: 2026-02-01, progress: 0.5}`",
            "formula" => OfFormula(text),
            "measure" => ": write `{aggregation: sum}`",
            "window" => ": write `{rolling: P7D}`",
            "tags" => $": write `[{Excerpt.Of(text)}]`",
            "range" => ": write `[75, 90]`",
            "steps" => ": write `[[10, 0.5], [20, 1]]`",
            _ => "",
        };
    }

    private static string OfFormula(string text)
    {
        var call = Call().Match(text);
        if (call.Success)
        {
            var arguments = call.Groups[2].Value;
            return arguments.Contains(',', StringComparison.Ordinal)
                ? $": write `{{{call.Groups[1].Value}: [{arguments}]}}`"
                : $": write `{{{call.Groups[1].Value}: {arguments}}}`";
        }

        var pair = Pair().Match(text);
        var kind = pair.Groups[2].Value switch
        {
            "/" => "ratio",
            "-" => "difference",
            "*" => "product",
            _ => "sum",
        };
        return pair.Success
            ? $": write `{{{kind}: [{pair.Groups[1].Value}, {pair.Groups[3].Value}]}}`"
            : ": write `{ratio: [ID, ID]}`, or sum, difference, product or growth";
    }

    [GeneratedRegex(@"^\s*([a-z]+)\(([\w ,-]+)\)\s*$", RegexOptions.NonBacktracking)]
    private static partial Regex Call();

    [GeneratedRegex(@"^\s*([\w-]+)\s+([/*+-])\s+([\w-]+)\s*$", RegexOptions.NonBacktracking)]
    private static partial Regex Pair();
}
