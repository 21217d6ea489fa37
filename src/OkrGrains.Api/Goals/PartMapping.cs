using OkrGrains.Api.Mapping;
using OkrGrains.Contracts.V1;
using GoalKind = OkrGrains.Model.Goals.GoalKind;
using OkrGrains.Grains.Queries;

namespace OkrGrains.Api.Goals;

/// <summary>Converts the parts of a workspace to messages.</summary>
internal static class PartMapping
{
    public static ListPartsResponse ToWire(WorkspaceDirectory directory, Etags etags)
    {
        var response = new ListPartsResponse { Etag = etags.Of(directory.Revision) };
        foreach (var (name, _) in directory.Settings.AllParts)
        {
            var kinds = directory.Goals.Where(goal => goal.Part == name).ToLookup(goal => goal.Row.Name.Kind);
            response.Parts.Add(new Part
            {
                Name = name,
                CycleCount = directory.Settings.Cycles.Count(cycle => cycle.Part == name),
                KpiCount = kinds[GoalKind.Kpi].Count(),
                ObjectiveCount = kinds[GoalKind.Objective].Count(),
                KeyResultCount = kinds[GoalKind.KeyResult].Count(),
            });
        }

        return response;
    }
}
