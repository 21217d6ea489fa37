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

    private static StringBuilder AppendKey(StringBuilder path, string key) =>
        (path.Length == 0 ? path : path.Append('.')).Append(Excerpt.Of(key));
}
