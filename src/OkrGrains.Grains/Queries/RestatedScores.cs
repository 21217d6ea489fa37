using OkrGrains.Grains.Goals;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Time;
using OkrGrains.Storage;

namespace OkrGrains.Grains.Queries;

/// <summary>
/// Tells what the score of a closed goal is at the instant of its final score, from everything that is accepted now (goal-model §8), where
/// the live score does not tell: where something below the goal is read later than that instant.
/// </summary>
/// <remarks>
/// It is evaluated when somebody asks, so that readings cost nothing more. The first time it takes the histories of what is below, and after
/// that what has come since. An answer counts everything that was acknowledged before the question.
/// </remarks>
public sealed class RestatedScores
{
    /// <summary>The most goals and edges of subtrees that are kept, about 100 MB.</summary>
    private const int MostKept = 100_000;

    private readonly RecentlyUsed<(long Goal, Instant At), PastTree> _trees = new(MostKept);
    private readonly DefinitionCache _definitions = new();
    private readonly PastMeasures _measures;
    private readonly IDefinitionStore _store;
    private readonly ICommitLog _commits;

    /// <summary>Creates an instance over a store.</summary>
    public RestatedScores(IDefinitionStore store, IReadingStore readings, ICommitLog commits)
    {
        _store = store;
        _commits = commits;
        _measures = new PastMeasures(readings);
    }

    /// <summary>Returns true if only an evaluation tells whether the goal is restated.</summary>
    public static bool MustEvaluate(GoalState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.Final is not null && state.ScoreAtFinal is null;
    }

    /// <summary>Returns the state with <see cref="GoalState.ScoreAtFinal"/> where it has a final score.</summary>
    public async ValueTask<GoalState> CompleteAsync(GoalState state, CancellationToken cancellation) =>
        MustEvaluate(state) ? state with { ScoreAtFinal = await ScoreAsync(state, cancellation) } : state;

    private async ValueTask<Portion?> ScoreAsync(GoalState state, CancellationToken cancellation)
    {
        // Asked before the tree is read, so that nothing that is acknowledged by now can be missing in what is kept.
        var accepted = _commits.LastPosition;
        (long Goal, Instant At) key = (state.Goal.Number, state.Final!.At);
        var tree = _trees.GetOrAdd(key, one => new PastTree(one.Goal, one.At, _store, _measures, _definitions));
        var score = await tree.ScoreAsync(accepted, cancellation);
        _trees.Charge(key, tree.Size);
        return score;
    }
}
