using OkrGrains.Model.Definitions;
using OkrGrains.Model.Goals;
using OkrGrains.Plans;

namespace OkrGrains.Grains.Workspaces;

/// <summary>A goal as a plan defines it.</summary>
/// <param name="Name">The name of the goal.</param>
/// <param name="Owner">The objective that a key result belongs to; null for other goals.</param>
/// <param name="Ordinal">Its place in the plan among the goals of its kind.</param>
/// <param name="Body">The definition in the form in which it is stored.</param>
internal sealed record PlannedGoal(GoalName Name, GoalName? Owner, int Ordinal, byte[] Body)
{
    public static IReadOnlyList<PlannedGoal> AllOf(Plan plan)
    {
        var goals = new List<PlannedGoal>();
        for (var i = 0; i < plan.Kpis.Length; i++)
        {
            goals.Add(new(new(GoalKind.Kpi, plan.Kpis[i].Id), null, i, DefinitionJson.Write(plan.Kpis[i])));
        }

        var keyResults = 0;
        for (var i = 0; i < plan.Objectives.Length; i++)
        {
            var objective = plan.Objectives[i];
            var name = new GoalName(GoalKind.Objective, objective.Id);
            goals.Add(new(name, null, i, DefinitionJson.Write(objective)));
            foreach (var keyResult in objective.KeyResults)
            {
                goals.Add(new(new(GoalKind.KeyResult, keyResult.Id), name, keyResults++, DefinitionJson.Write(keyResult)));
            }
        }

        return goals;
    }
}
