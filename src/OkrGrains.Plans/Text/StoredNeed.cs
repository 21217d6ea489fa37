namespace OkrGrains.Plans.Text;

/// <summary>
/// Words a fault in a part that is not given: that part was right, so the given files take away, or change, what it needs (goal-model §9).
/// </summary>
internal static class StoredNeed
{
    /// <summary>Returns the fault, which names the goal that needs it. It has no position, since nobody sees the text.</summary>
    public static PlanFault Of(PlanNode node, PlanOrigin origin, PlanFault fault) =>
        new(fault.Place, 0, 0, FaultReason.NeededByPart, $"{Who(node)} of the part `{origin.Part}`, which stays as it is, no longer fits: {fault.Message}");

    private static string Who(PlanNode node)
    {
        for (var at = node; at is not null; at = at.Parent)
        {
            if (at is MapNode map && KindOf(at.Parent?.Key) is { } kind && map.TryFind("id", out var id) && id is ScalarNode { Text: var text })
            {
                return $"the {kind} `{Excerpt.Of(text)}`";
            }
        }

        return "something";
    }

    private static string? KindOf(string? list) => list switch
    {
        "kpis" => "KPI",
        "objectives" => "objective",
        "keyResults" => "key result",
        "cycles" => "cycle",
        _ => null,
    };
}
