using System.Globalization;
using System.Text;

namespace OkrGrains.Plans.Text;

/// <summary>Builds the path of a node: <c>objectives[0].keyResults[1].kpi</c>.</summary>
internal static class NodePlace
{
    public static string Of(PlanNode node)
    {
        var steps = new Stack<PlanNode>();
        for (var at = node; at.Parent is not null; at = at.Parent)
        {
            steps.Push(at);
        }

        var path = new StringBuilder();
        foreach (var step in steps)
        {
            if (step.Key is null)
            {
                path.Append(CultureInfo.InvariantCulture, $"[{step.Index}]");
            }
            else
            {
                AppendKey(path, step.Key);
            }
        }

        return path.ToString();
    }

    /// <summary>Returns the path of a key that <paramref name="map"/> lacks.</summary>
    public static string Of(MapNode map, string key) => AppendKey(new StringBuilder(Of(map)), key).ToString();

    /// <summary>
    /// Returns the position of a path: that of its key, or of the item of a list. Of a path that ends in a key that is not there, it is the
    /// position of the map that lacks it.
    /// </summary>
    public static (int Line, int Column) PositionOf(PlanNode root, string path)
    {
        var at = root;
        foreach (var step in path.Split(['.', '['], StringSplitOptions.RemoveEmptyEntries))
        {
            var below = at switch
            {
                MapNode map when map.TryFind(step, out var value) => value,
                ListNode list when step[^1] == ']' => list.Items[int.Parse(step.AsSpan(..^1), CultureInfo.InvariantCulture)],
                _ => null,
            };
            if (below is null)
            {
                break;
            }

            at = below;
        }

        return at.Key is null ? (at.Line, at.Column) : (at.KeyLine, at.KeyColumn);
    }

    private static StringBuilder AppendKey(StringBuilder path, string key) =>
        (path.Length == 0 ? path : path.Append('.')).Append(Excerpt.Of(key));
}
