using System.Collections.Immutable;
using System.Runtime.InteropServices;
using OkrGrains.Api.Errors;
using OkrGrains.Grains.Queries;
using OkrGrains.Plans;
using OkrGrains.Plans.Advice;

namespace OkrGrains.Api.Goals;

/// <summary>Reads the plan files of an upload, together with the parts of the workspace that are not among them.</summary>
internal sealed class PlanIntake(GoalDirectory directory, StoredParts stored)
{
    /// <summary>Reads a plan, and cleans its texts if that is asked for, or if its goals have the same texts already.</summary>
    /// <param name="files">The bytes of each file.</param>
    /// <param name="cleans">True to remove refused characters from all texts.</param>
    /// <param name="maxBytes">The maximum size of all files together, in bytes.</param>
    /// <param name="cancellation">Cancels the reading of what is stored.</param>
    /// <exception cref="ApiFault">The plan has faults.</exception>
    public async ValueTask<AcceptedPlan> ReadAsync(
        ImmutableArray<ImmutableArray<byte>> files, bool cleans, int maxBytes, CancellationToken cancellation)
    {
        var (parts, reading) = await ReadAsync(files, cleans ? TextCleaning.All : TextCleaning.None, cancellation);
        if (!cleans
            && reading is { IsAccepted: false, HasRefusedCharacters: true }
            && reading.Workspace.Length > 0
            && await directory.FindAsync(reading.Workspace, cancellation) is { } known)
        {
            var goals = known.Goals.Select(goal => (goal.Row.Name, goal.Row.Body));
            (parts, reading) = await ReadAsync(files, TextCleaning.OfStored(goals), cancellation);
        }

        if (!reading.IsAccepted)
        {
            throw PlanRefusals.Of(reading.Faults);
        }

        if (reading.CleanedCount == 0)
        {
            return new AcceptedPlan(reading.Workspace, parts, files, [], 0, reading.Advise());
        }

        ImmutableArray<ImmutableArray<byte>> cleaned =
            [.. parts.Select(part => ImmutableCollectionsMarshal.AsImmutableArray(DefinitionJson.Write(reading.Plan, part)))];
        return cleaned.Sum(file => (long)file.Length) <= maxBytes
            ? new AcceptedPlan(reading.Workspace, parts, cleaned, reading.Cleaned, reading.CleanedCount, reading.Advise())
            : throw ApiFault.TooLarge($"A plan has at most {maxBytes} bytes.");
    }

    private async ValueTask<(ImmutableArray<string> Parts, PlanReading Reading)> ReadAsync(
        ImmutableArray<ImmutableArray<byte>> files, TextCleaning cleaning, CancellationToken cancellation)
    {
        var given = PlanFiles.Parse([.. files.Select(file => file.AsMemory())], cleaning);
        return (given.Parts, given.Read(await stored.ReadAsync(given.Workspace, given.Parts, cancellation)));
    }
}

/// <summary>A plan without faults. What was read of it is not kept while it waits to be applied.</summary>
/// <param name="Workspace">The id of its workspace.</param>
/// <param name="Parts">The parts that the files hold.</param>
/// <param name="Files">Plan files from which another reader gets the same plan without cleaning.</param>
/// <param name="Cleaned">The texts from which refused characters were removed; at most 1,000.</param>
/// <param name="CleanedCount">The number of all these texts.</param>
/// <param name="Advice">What could be better in it; at most 1,000 pieces.</param>
internal sealed record AcceptedPlan(
    string Workspace,
    ImmutableArray<string> Parts,
    ImmutableArray<ImmutableArray<byte>> Files,
    ImmutableArray<PlanFault> Cleaned,
    int CleanedCount,
    ImmutableArray<PlanAdvice> Advice);
