using System.Collections.Immutable;
using OkrGrains.Model.Definitions;
using OkrGrains.Model.Goals;
using OkrGrains.Plans.Text;

namespace OkrGrains.Plans.Links;

/// <summary>Reads the parents that an objective is aligned under: any number, all different (goal-model §6).</summary>
internal static class ParentsReader
{
    public static ImmutableArray<ParentLink> Read(Fields objective, List<GivenLink> links)
    {
        var items = objective.List("parents");
        if (items.Count == 0)
        {
            return [];
        }

        var parents = ImmutableArray.CreateBuilder<ParentLink>(items.Count);
        var seen = new HashSet<GoalName>();
        foreach (var item in items)
        {
            if (Fields.Of(item, objective.Faults) is not { } fields)
            {
                continue;
            }

            if (Parent(fields) is { } given)
            {
                if (!seen.Add(given.Parent))
                {
                    fields.Faults.Add(given.Node, FaultReason.DuplicateReference, $"`{given.Parent}` is a parent already");
                }

                links.Add(given);
                parents.Add(new ParentLink(given.Parent, fields.Weight()));
            }

            fields.RefuseUnknown();
        }

        return parents.ToImmutable();
    }

    private static GivenLink? Parent(Fields link)
    {
        var objective = link.Take("objective");
        var keyResult = link.Take("keyResult");
        link.Take("weight");
        if (objective is not null && keyResult is not null)
        {
            link.Faults.Add(link.Map, FaultReason.TwoParents, "only one of objective, keyResult can be given");
            return null;
        }

        var node = objective ?? keyResult;
        if (node is null)
        {
            link.Faults.AddMissing(link.Map, "objective", "one of objective, keyResult is missing");
            return null;
        }

        var kind = objective is null ? GoalKind.KeyResult : GoalKind.Objective;
        return Scalars.Id(node, link.Faults) is { } id ? new GivenLink(node, new GoalName(kind, id)) : null;
    }
}
