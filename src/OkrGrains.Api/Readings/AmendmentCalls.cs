using System.Text;
using Grpc.Core;
using OkrGrains.Api.Errors;
using OkrGrains.Api.Mapping;
using OkrGrains.Contracts.V1;
using OkrGrains.Grains.Ingest;
using OkrGrains.Grains.Queries;
using OkrGrains.Grains.Readings;
using OkrGrains.Model.Definitions;

namespace OkrGrains.Api.Readings;

/// <summary>Corrects and retracts readings.</summary>
internal sealed class AmendmentCalls(AmendmentGateway gateway, GoalDirectory directory, ReadTokens tokens)
{
    /// <summary>Amends a reading of a workspace.</summary>
    /// <param name="parent">The full name of the workspace.</param>
    /// <param name="goalName">The goal that holds the reading; empty when the caller does not know it.</param>
    /// <param name="what">The reading, and the correction or retraction that is asked for.</param>
    /// <param name="cancellation">Ends the waiting; the amendment may or may not be made.</param>
    /// <returns>The reading, and the token for reading goals in which the amendment counts.</returns>
    public async Task<(AmendedReading Reading, string Token)> AmendAsync(
        string parent, string goalName, NamedAmendment what, CancellationToken cancellation)
    {
        var workspace = Names.Workspace("parent", parent);
        Check(what);
        var goals = await directory.FindAsync(workspace, cancellation) ?? throw ApiFault.UnknownWorkspace(parent);
        // A request that was carried out before is answered like the first time, even if its goal has another name now.
        var (taken, amended) = await gateway.FormerAsync(workspace, what.Request, cancellation)
            ?? await gateway.AmendAsync(goals, what, Find(goals, goalName), cancellation);
        if (amended.Outcome != AmendOutcome.Made)
        {
            throw Refusal(amended.Outcome, what, goalName);
        }

        var reading = new AmendedReading { Goal = taken.ToString()!, Time = amended.Time.ToWire() };
        if (amended.Before is { } before)
        {
            reading.PreviousValue = before;
        }

        return (reading, tokens.Of(amended.Position));
    }

    private static GoalEntry? Find(WorkspaceDirectory goals, string name) =>
        name.Length == 0 ? null
        : Names.TryGoal(name, out var goal) && goals.ByName.TryGetValue(goal, out var entry) ? entry
        : throw ApiFault.UnknownGoal(name);

    private static void Check(NamedAmendment what)
    {
        // Not checked by the rule for texts: names of before the rule may have any characters.
        if (Encoding.UTF8.GetByteCount(what.Producer) is 0 or > ReadingRules.MaxNamedProducerBytes)
        {
            throw ApiFault.BadRequest("producer", $"must have 1 to {ReadingRules.MaxNamedProducerBytes} bytes of UTF-8");
        }

        if (what.Sequence < 1)
        {
            throw ApiFault.BadRequest("sequence", "must be 1 or more");
        }

        if (what.Value is { } value && !ReadingRules.IsValue(value))
        {
            var message = ReadingRules.Explain(ErrorReason.ValueOutOfRange);
            throw new ApiFault(StatusCode.InvalidArgument, ErrorReason.ValueOutOfRange, message) { Violations = [new("value", message)] };
        }

        Texts.Check("reason", what.Reason, TextRule.Prose);
    }

    private static ApiFault Refusal(AmendOutcome outcome, NamedAmendment what, string goal) => outcome switch
    {
        AmendOutcome.RequestReused => ApiFault.RequestReused(what.Request!.Id),
        AmendOutcome.TakesNoReadings => new(
            StatusCode.FailedPrecondition, ErrorReason.TakesNoReadings, "The goal of the reading has left the plan, or takes no readings."),
        AmendOutcome.GoalNeeded => new(
            StatusCode.FailedPrecondition,
            ErrorReason.GoalNeeded,
            $"The {Named(what)} is not among the last ones of the store; name its goal."),
        _ when goal.Length > 0 => new(StatusCode.NotFound, ErrorReason.UnknownReading, $"{goal} holds no {Named(what)}."),
        _ => new(StatusCode.NotFound, ErrorReason.UnknownReading, $"There is no {Named(what)}."),
    };

    private static string Named(NamedAmendment what) => $"reading {what.Sequence} of producer {what.Producer}";
}
