using System.Collections.Immutable;
using OkrGrains.Grains.Goals;
using OkrGrains.Grains.Queries;
using OkrGrains.Model.Definitions;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Time;
using OkrGrains.Plans;
using OkrGrains.Simulation.Tests.Calls;
using OkrGrains.Simulation.Tests.Silos;
using OkrGrains.Simulation.Tests.Stores;
using OkrGrains.Simulation.Tests.Time;

namespace OkrGrains.Simulation.Tests.Checks;

/// <summary>Checks all that grains say of goals.</summary>
/// <remarks>
/// No activation goes back in versions. What is said of a goal that takes readings comes from a commit that is durable at that instant, and
/// one version of it means one thing, whoever says it.
/// </remarks>
internal sealed class Listener(World world, StoreContents durable)
{
    private readonly Dictionary<(SimulatedActivation Who, long Goal, ReadPoint? At, GrainKey? Watcher), GoalVersion> _newest = [];
    private readonly Dictionary<(long Goal, ReadPoint At, GoalVersion Version), Standing> _contributed = [];
    private readonly Dictionary<(long Goal, GoalVersion Version, Instant At), GoalFigures> _shown = [];
    private readonly Dictionary<(long Goal, long Revision), bool> _takesReadings = [];

    /// <summary>Checks a call of a grain to another, or to an observer.</summary>
    public void Sent(GrainCall call)
    {
        if (call.Caller.Activation is not { } sender || call.Arguments.Length == 0)
        {
            return;
        }

        switch (call.Arguments[0])
        {
            case ImmutableArray<Contribution> contributions:
                foreach (var contribution in contributions)
                {
                    Said(sender, contribution.Child, contribution.At, contribution.Version);
                    Contributed(contribution);
                }

                break;
            case GoalState state:
                Shown(sender, state, call.Target);
                break;
        }
    }

    /// <summary>Checks the answer of a grain.</summary>
    public void Answered(SimulatedActivation who, GrainCall call, Task ended)
    {
        switch (ended)
        {
            case { IsCompletedSuccessfully: false }:
                break;
            case Task<GoalState> { Result: var state }:
                Shown(who, state);
                break;
            case Task<ReadAtLeastResult> { Result: var upToDate }:
                foreach (var (child, at, version) in upToDate.Given)
                {
                    Said(who, child, at, version);
                }

                if (upToDate.State is { } convergedState)
                {
                    Shown(who, convergedState);
                }

                break;
        }
    }

    private void Shown(SimulatedActivation who, GoalState state, GrainKey? watcher = null)
    {
        if (state.Figures is not { } figures)
        {
            return;
        }

        var goal = state.Goal.Number;
        Said(who, goal, null, state.Version, watcher);
        if (IsOfReadings(goal, state.Version) && !_shown.TryAdd((goal, state.Version, state.At), figures)
            && _shown[(goal, state.Version, state.At)] != figures)
        {
            world.Fail($"goal {goal} is shown at {state.Version} as {figures}, before as {_shown[(goal, state.Version, state.At)]}");
        }
    }

    private void Contributed(Contribution contribution)
    {
        var key = (contribution.Child, contribution.At, contribution.Version);
        if (IsOfReadings(contribution.Child, contribution.Version) && !_contributed.TryAdd(key, contribution.Standing)
            && _contributed[key] != contribution.Standing)
        {
            world.Fail($"goal {contribution.Child} contributes at {contribution.Version} {contribution.Standing}, before {_contributed[key]}");
        }
    }

    // Versions are compared for each watcher by itself: a state that waits for a watcher to take the one before may be older than what the
    // goal has answered meanwhile.
    private void Said(SimulatedActivation who, long goal, ReadPoint? at, GoalVersion version, GrainKey? watcher = null)
    {
        if (_newest.TryGetValue((who, goal, at, watcher), out var newest) && version < newest)
        {
            world.Fail($"{who.Grain} went back from {newest} to {version} at {at}");
        }

        _newest[(who, goal, at, watcher)] = version;
        if (goal > 0 && durable.Goal(goal, version.Revision) is null)
        {
            world.Fail($"{who.Grain} speaks of revision {version.Revision}, which is not durable");
        }
    }

    private bool IsOfReadings(long goal, GoalVersion version)
    {
        if (goal < 0 || !TakesReadings(goal, version.Revision))
        {
            return false;
        }

        if (version.Positions > 0 && durable.History(goal).All(commit => (PathSum)commit.Position != version.Positions))
        {
            world.Fail($"goal {goal} is said to hold commit {version.Positions}, which is not durable");
        }

        return true;
    }

    private bool TakesReadings(long goal, long revision)
    {
        if (!_takesReadings.TryGetValue((goal, revision), out var takes))
        {
            takes = durable.Goal(goal, revision) switch
            {
                { Name.Kind: GoalKind.Kpi } row => DefinitionJson.ReadKpi(row.Body.Span).Measure is not null,
                { Name.Kind: GoalKind.KeyResult } row =>
                    DefinitionJson.ReadKeyResult(row.Body.Span).Measurement is ReadingsMeasurement,
                _ => false,
            };
            _takesReadings.Add((goal, revision), takes);
        }

        return takes;
    }
}
