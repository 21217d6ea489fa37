using OkrGrains.Grains.Time;
using OkrGrains.Model.Definitions;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Time;
using OkrGrains.Plans;
using OkrGrains.Storage;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Queries;

/// <summary>
/// Computes what a goal would be worth now under an earlier definition, while everything that it reads is defined as it is now.
/// </summary>
public sealed class RevisionReader
{
    /// <summary>The most readings of one answer, at some 32 bytes each.</summary>
    private const long MostReadings = 5_000_000;

    private readonly IGoalStore _store;
    private readonly GoalClock _clock;

    /// <summary>Creates a reader of what is in the store.</summary>
    public RevisionReader(IGoalStore store, GoalClock clock)
    {
        _store = store;
        _clock = clock;
    }

    /// <summary>Returns a goal under the definition that it had at a commit; null when it had none yet, or was removed then.</summary>
    /// <exception cref="ObsoleteDefinitionException">The definition does not fit the goals that exist now.</exception>
    /// <exception cref="TooManyReadingsException">There are more than 5,000,000 readings.</exception>
    public async Task<PastGoal?> ReadAsync(WorkspaceDirectory directory, GoalEntry goal, long revision, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(directory);
        ArgumentNullException.ThrowIfNull(goal);
        var past = await _store.ReadDefinitionsAsync(directory.Workspace, new ClosingCut(revision, Instant.Latest), cancellation);
        var definition = past?.Goals.SingleOrDefault(one => one.Goal == goal.Address.Number);
        if (definition is null or { Removed: true }
            || await _store.ReadWorkspaceAsync(directory.Workspace, cancellation) is not { } workspace)
        {
            return null;
        }

        var rows = await _store.ReadGoalsAsync(directory.Workspace, cancellation);
        var mix = DefinitionMix.Of(goal.Row.Name, definition, past!.Goals, rows);
        var slice = PlanSlice.Of(StoredPlan.Of(directory.Workspace, workspace.Settings.Span, mix.Goals), [goal.Row.Name]);
        var plan = PlanReader.ReadStored(DefinitionJson.Write(slice));
        if (!plan.IsAccepted)
        {
            throw new ObsoleteDefinitionException($"{plan.Faults[0].Place}: {plan.Faults[0].Message}");
        }

        var at = _clock.Now;
        var figures = await new HistoryEvaluation(_store).EvaluateAsync(
            plan.Plan, mix.Numbers, new ClosingCut(_store.LastPosition, Instant.Latest), at, MostReadings, cancellation);
        return new PastGoal(definition, DefinedGoal.Of(plan.Plan, goal.Row.Name), at, figures[goal.Row.Name]);
    }
}

/// <summary>A goal under an earlier definition.</summary>
/// <param name="Definition">The earlier definition.</param>
/// <param name="Defined">The same, parsed, with the present names of the goals that it reads.</param>
/// <param name="At">The instant for which the figures hold.</param>
/// <param name="Figures">The figures.</param>
public sealed record PastGoal(GoalDefinition Definition, DefinedGoal Defined, Instant At, GoalFigures Figures);

/// <summary>Thrown when a goal's earlier definition does not fit what it reads now.</summary>
/// <param name="message">The place in the plan, and the reason.</param>
public sealed class ObsoleteDefinitionException(string message) : Exception(message);
