using System.Collections.Immutable;
using Grpc.Core;
using OkrGrains.Api.Errors;
using OkrGrains.Api.Mapping;
using OkrGrains.Contracts.V1;
using OkrGrains.Model.Goals;
using OkrGrains.Plans;

namespace OkrGrains.Api.Goals;

/// <summary>Why a plan is not applied.</summary>
internal static class PlanRefusals
{
    public static ApiFault Of(ImmutableArray<PlanFault> faults) =>
        new(StatusCode.InvalidArgument, ErrorReason.PlanRefused, faults.Length == 1 ? "The plan has a fault." : "The plan has faults.")
        {
            Violations =
            [
                .. faults.Select(fault => new Violation(
                    fault.Place, $"{fault.Reason}: {fault.Message} (line {fault.Line}, column {fault.Column})")),
            ],
        };

    public static ApiFault OfMissing(string workspace, ImmutableArray<GoalName> goals) =>
        new(StatusCode.FailedPrecondition, ErrorReason.GoalsMissing, "Goals are missing from the plan, and pruning was not asked for.")
        {
            Violations = [.. goals.Select(goal => new Violation(Names.OfGoal(workspace, goal), "is missing from the plan"))],
        };
}
