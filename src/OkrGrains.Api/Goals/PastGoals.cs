using System.Text;
using OkrGrains.Api.Calls;
using OkrGrains.Api.Errors;
using OkrGrains.Api.Limits;
using OkrGrains.Api.Mapping;
using OkrGrains.Contracts.V1;
using OkrGrains.Grains.Queries;

namespace OkrGrains.Api.Goals;

/// <summary>Evaluates goals under definitions that they had before.</summary>
internal sealed class PastGoals(RevisionReader reader, Quotas quotas)
{
    public async Task<Goal> ReadAsync(
        Caller caller, WorkspaceDirectory directory, GoalEntry entry, GetGoalRequest request, CancellationToken cancellation)
    {
        if (request.Revision < 0)
        {
            throw ApiFault.BadRequest("revision", "must not be below 0");
        }

        using var slot = quotas.Recalculations.Take(caller);
        var past = await reader.ReadAsync(directory, entry, request.Revision, cancellation);
        if (past is null)
        {
            throw ApiFault.UnknownRevision(request.Name, request.Revision);
        }

        var goal = new Goal
        {
            Name = request.Name,
            Kind = entry.Row.Name.Kind.ToWire(),
            Title = entry.Title,
            Owner = entry.OwnedBy,
            Unit = entry.Unit,
            Definition = Encoding.UTF8.GetString(past.Definition.Body.Span),
            Revision = request.Revision,
            Figures = GoalMapping.ToWire(past.Figures, past.Defined, past.At),
            Ordinal = entry.Row.Ordinal,
            Part = entry.Part,
        };
        DefinitionMapping.Add(goal, directory.Workspace, directory.Zone, past.Defined);
        return goal;
    }
}
