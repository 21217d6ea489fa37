using System.Collections.Immutable;
using System.Globalization;
using Grpc.Core;
using OkrGrains.Api.Errors;
using OkrGrains.Api.Mapping;
using OkrGrains.Contracts.V1;
using OkrGrains.Grains.Workspaces;
using OkrGrains.Model.Definitions;
using OkrGrains.Model.Goals;
using OkrGrains.Plans;

namespace OkrGrains.Api.Goals;

/// <summary>Creates the faults of plans that are not applied.</summary>
internal static class PlanRefusals
{
    public static ApiFault Of(ImmutableArray<PlanFault> faults) =>
        new(StatusCode.InvalidArgument, ErrorReason.PlanRefused, faults.Length == 1 ? "The plan has a fault." : "The plan has faults.")
        {
            Violations =
            [
                .. faults.Select(fault => new Violation(fault.Place, $"{fault.Reason}: {fault.Message}{Position(fault)}")),
            ],
        };

    // Nobody sees the text of a part that is not given.
    private static string Position(PlanFault fault) => fault.Line == 0 ? "" : $" (line {fault.Line}, column {fault.Column})";

    public static ApiFault OfConflict(string workspace, PlanConflict conflict, Etags etags) =>
        new(StatusCode.Aborted, ErrorReason.PlanChanged, Explain(conflict, etags))
        {
            Violations = [.. conflict.Goals.Select(goal => new Violation(Names.OfGoal(workspace, goal), "was changed meanwhile"))],
            Facts = new Dictionary<string, string>
            {
                ["etag"] = etags.Of(conflict.Revision),
                ["revision"] = conflict.Revision.ToString(CultureInfo.InvariantCulture),
                ["author"] = conflict.Author,
                ["reason"] = conflict.Reason,
                ["acceptedAt"] = conflict.AcceptedAt.ToString(),
            },
        };

    private static string Explain(PlanConflict conflict, Etags etags) => conflict.IsDeletion
        ? $"The workspace was deleted at {conflict.AcceptedAt}{(conflict.Author.Length == 0 ? "" : $" by {conflict.Author}")}."
        : conflict.Author.Length == 0
        ? $"The plan is not the one that the etag stands for; it is at {etags.Of(conflict.Revision)} now."
        : $"{conflict.Author} has changed the plan at {conflict.AcceptedAt}; it is at {etags.Of(conflict.Revision)} now.";

    public static ApiFault OfMissing(string workspace, ImmutableArray<string> parts, ImmutableArray<GoalName> goals)
    {
        var named = parts is [PlanPart.Main] ? "plan" : parts.Length == 1 ? $"part {parts[0]}" : $"parts {string.Join(", ", parts)}";
        return new(StatusCode.FailedPrecondition, ErrorReason.GoalsMissing, $"Goals are missing from the {named}, and pruning was not asked for.")
        {
            Violations = [.. goals.Select(goal => new Violation(Names.OfGoal(workspace, goal), $"is missing from the {named}"))],
        };
    }
}
