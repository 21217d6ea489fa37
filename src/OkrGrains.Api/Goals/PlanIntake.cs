using System.Collections.Immutable;
using System.Runtime.InteropServices;
using OkrGrains.Api.Errors;
using OkrGrains.Grains.Queries;
using OkrGrains.Plans;
using OkrGrains.Plans.Advice;

namespace OkrGrains.Api.Goals;

/// <summary>Reads the plan of an upload.</summary>
internal sealed class PlanIntake(GoalDirectory directory)
{
    /// <summary>Reads a plan, and cleans its texts if that is asked for, or if its goals have the same texts already.</summary>
    /// <param name="plan">The bytes of the file.</param>
    /// <param name="cleans">True to remove refused characters from all texts.</param>
    /// <param name="maxBytes">The maximum size of a plan, in bytes.</param>
    /// <param name="cancellation">Cancels the reading of what is stored.</param>
    /// <exception cref="ApiFault">The plan has faults.</exception>
    public async ValueTask<AcceptedPlan> ReadAsync(
        ImmutableArray<byte> plan, bool cleans, int maxBytes, CancellationToken cancellation)
    {
        var reading = PlanReader.Read(plan.AsMemory(), cleans ? TextCleaning.All : TextCleaning.None);
        if (!cleans
            && reading is { IsAccepted: false, HasRefusedCharacters: true }
            && reading.Workspace.Length > 0
            && await directory.FindAsync(reading.Workspace, cancellation) is { } stored)
        {
            var goals = stored.Goals.Select(goal => (goal.Row.Name, goal.Row.Body));
            reading = PlanReader.Read(plan.AsMemory(), TextCleaning.OfStored(goals));
        }

        if (!reading.IsAccepted)
        {
            throw PlanRefusals.Of(reading.Faults);
        }

        if (reading.CleanedCount == 0)
        {
            return new AcceptedPlan(reading.Workspace, plan, [], 0, reading.Advise());
        }

        var cleaned = DefinitionJson.Write(reading.Plan);
        return cleaned.Length <= maxBytes
            ? new AcceptedPlan(
                reading.Workspace,
                ImmutableCollectionsMarshal.AsImmutableArray(cleaned),
                reading.Cleaned,
                reading.CleanedCount,
                reading.Advise())
            : throw ApiFault.TooLarge($"A plan has at most {maxBytes} bytes.");
    }
}

/// <summary>A plan without faults. What was read of it is not kept while it waits to be applied.</summary>
/// <param name="Workspace">The id of its workspace.</param>
/// <param name="Bytes">A plan file from which another reader gets the same plan without cleaning.</param>
/// <param name="Cleaned">The texts from which refused characters were removed; at most 1,000.</param>
/// <param name="CleanedCount">The number of all these texts.</param>
/// <param name="Advice">What could be better in it; at most 1,000 pieces.</param>
internal sealed record AcceptedPlan(
    string Workspace, ImmutableArray<byte> Bytes, ImmutableArray<PlanFault> Cleaned, int CleanedCount, ImmutableArray<PlanAdvice> Advice);
