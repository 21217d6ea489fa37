using System.Collections.Immutable;
using OkrGrains.Model.Definitions;
using OkrGrains.Model.Goals;
using OkrGrains.Plans.Text;

namespace OkrGrains.Plans.Goals;

/// <summary>Reads the keys that goals of any kind may have (goal-model §9).</summary>
internal static class TextsReader
{
    private static readonly ImmutableArray<string> _scopes = ["company", "department", "team", "position", "individual"];

    public static GoalTexts Read(Fields goal) => new()
    {
        Title = goal.Text("title"),
        Description = goal.Text("description"),
        Owner = goal.Text("owner"),
        Rationale = goal.Text("rationale"),
        Actions = goal.Text("actions"),
        Resources = goal.Text("resources"),
        Scope = goal.Word("scope", _scopes),
        Tags = Tags(goal),
        Review = goal.Duration("review"),
        Alerts = goal.Take("alerts") is { } alerts ? FreeForm.ToJson(alerts, goal.Faults) : null,
    };

    private static ImmutableArray<string> Tags(Fields goal)
    {
        var items = goal.List("tags");
        if (items.Count == 0)
        {
            return [];
        }

        var tags = ImmutableArray.CreateBuilder<string>(items.Count);
        foreach (var item in items)
        {
            tags.Add(Scalars.Text(item, goal.Faults) ?? "");
        }

        return tags.MoveToImmutable();
    }
}
