using System.Text.Json;
using OkrGrains.Model.Definitions;
using OkrGrains.Model.Goals;
using OkrGrains.Plans.Goals;

namespace OkrGrains.Plans.Canonical;

internal static class ObjectiveWriter
{
    public static void Write(Utf8JsonWriter json, ObjectiveDefinition objective)
    {
        json.WriteString("id", objective.Id);
        TextsWriter.Write(json, objective.Texts);
        json.WriteText("cycle", objective.Cycle);
        json.WriteWord("commitment", ObjectiveWords.Commitments, objective.Commitment);
        json.WriteText("kind", objective.Kind);
        json.WriteText("tier", objective.Tier);
        json.WriteText("priority", objective.Priority);
        json.WriteWord("from", RollUpWords.Sources, objective.From);
        json.WriteWord("rollup", RollUpWords.Kinds, objective.RollUp);
        json.WriteWord("noData", RollUpWords.NoData, objective.NoData);
        if (objective.Parents.Length > 0)
        {
            json.WriteStartArray("parents");
            foreach (var link in objective.Parents)
            {
                json.WriteStartObject();
                json.WriteString(link.Parent.Kind == GoalKind.Objective ? "objective" : "keyResult", link.Parent.Id);
                json.WriteWeight(link.Weight);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteMilestones(objective.Milestones);
    }
}
