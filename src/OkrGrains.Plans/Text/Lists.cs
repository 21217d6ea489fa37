using System.Globalization;
using OkrGrains.Plans.Hints;

namespace OkrGrains.Plans.Text;

/// <summary>Reads nodes that must be lists.</summary>
internal static class Lists
{
    public static IReadOnlyList<PlanNode>? Items(PlanNode node, FaultList faults)
    {
        if (node is ListNode list)
        {
            return list.Items;
        }

        if (node is not BrokenNode)
        {
            faults.Add(node, FaultReason.WrongType, $"a list is expected{ShapeHints.Hint(node)}");
        }

        return null;
    }

    /// <summary>Returns the items of a list of one or more; null when it was refused.</summary>
    public static IReadOnlyList<PlanNode>? OneOrMore(PlanNode node, FaultList faults)
    {
        var items = Items(node, faults);
        if (items is not { Count: 0 })
        {
            return items;
        }

        faults.Add(node, FaultReason.WrongCount, "one or more are expected");
        return null;
    }

    /// <summary>Returns the two items of a pair; null when it was refused.</summary>
    public static (PlanNode First, PlanNode Second)? Pair(PlanNode node, FaultList faults)
    {
        if (Items(node, faults) is not { } items)
        {
            return null;
        }

        if (items.Count == 2)
        {
            return (items[0], items[1]);
        }

        faults.Add(node, FaultReason.WrongCount, string.Create(CultureInfo.InvariantCulture, $"two are expected, not {items.Count}"));
        return null;
    }
}
