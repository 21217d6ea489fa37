using System.Collections.Immutable;
using Grpc.Core;
using Microsoft.Extensions.Options;
using OkrGrains.Api.Calls;
using OkrGrains.Api.Errors;
using OkrGrains.Api.Limits;
using OkrGrains.Api.Mapping;
using OkrGrains.Contracts.V1;
using OkrGrains.Grains.Workspaces;

namespace OkrGrains.Api.Goals;

/// <summary>Applies the plan files of an upload.</summary>
internal sealed class PlanChanges(IGrainFactory grains, PlanIntake intake, Etags etags, Quotas quotas, IOptions<ApiOptions> options)
{
    /// <summary>The most times that files are checked again because others have changed parts that are not among them.</summary>
    private const int MostAttempts = 5;

    /// <summary>Checks the files together with the parts that are not among them, and applies them.</summary>
    /// <param name="context">The call.</param>
    /// <param name="caller">The caller, as the stated author.</param>
    /// <param name="header">The options of the call.</param>
    /// <param name="files">The bytes of each file.</param>
    /// <param name="held">Holds these bytes.</param>
    /// <exception cref="ApiFault">The plan is refused.</exception>
    public async Task<(AcceptedPlan Plan, Applied Applied)> ApplyAsync(
        ServerCallContext context, Caller caller, ApplyPlanHeader header, ImmutableArray<ImmutableArray<byte>> files, QuotaHold held)
    {
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var plan = await ReadAsync(context, caller, header, files);
            held.Enter(plan.Workspace);
            using var slot = await quotas.Plans.EnterAsync(Caller.Enter(context.GetHttpContext(), plan.Workspace), context.CancellationToken);
            var change = new PlanChange(plan.Files, header.Prune, caller.Author, header.Reason)
            {
                Known = etags.Read("header.etag", header.Etag),
                IsDryRun = header.ValidateOnly,
            };
            var applied = await grains.GetGrain<IWorkspaceGrain>(plan.Workspace).Apply(change);
            if (applied.Conflict is { } conflict)
            {
                throw PlanRefusals.OfConflict(plan.Workspace, conflict, etags);
            }

            if (!applied.Missing.IsEmpty)
            {
                throw PlanRefusals.OfMissing(plan.Workspace, plan.Parts, applied.Missing);
            }

            if (!applied.IsOutdated)
            {
                return (plan, applied);
            }
        }

        throw new ApiFault(StatusCode.Aborted, ErrorReason.Conflict, "Other parts of the workspace are changed all the time; try again.");
    }

    private async Task<AcceptedPlan> ReadAsync(
        ServerCallContext context, Caller caller, ApplyPlanHeader header, ImmutableArray<ImmutableArray<byte>> files)
    {
        using (await quotas.PlanReadings.EnterAsync(caller, context.CancellationToken))
        {
            return await intake.ReadAsync(files, header.CleanTexts, options.Value.MaxPlanBytes, context.CancellationToken);
        }
    }
}
