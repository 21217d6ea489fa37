namespace OkrGrains.Model.Goals;

/// <summary>The name of a goal in its workspace (goal-model §1), written <c>kpis/x</c>, <c>keyResults/x</c> or <c>objectives/x</c>.</summary>
/// <param name="Kind">The kind of goal.</param>
/// <param name="Id">The id of the goal, unique among its kind in the workspace.</param>
[Immutable, GenerateSerializer, Alias("okr.goal-name")]
public readonly record struct GoalName([property: Id(0)] GoalKind Kind, [property: Id(1)] string Id)
{
    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        GoalKind.Kpi => "kpis/" + Id,
        GoalKind.KeyResult => "keyResults/" + Id,
        GoalKind.Objective => "objectives/" + Id,
        _ => "?/" + Id,
    };
}
