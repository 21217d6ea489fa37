using System.Collections.Immutable;
using OkrGrains.Grains.Combiners;
using OkrGrains.Grains.Diagnostics;
using OkrGrains.Grains.Goals;
using OkrGrains.Grains.KeyResults;
using OkrGrains.Grains.Kpis;
using OkrGrains.Grains.Objectives;
using OkrGrains.Model.Goals;
using OkrGrains.Storage.Definitions;

namespace OkrGrains.Grains.Propagation;

/// <summary>Sends the contributions of a goal to all grains that read it.</summary>
internal sealed class UpwardLanes(
    string workspace,
    IGrainFactory grains,
    Func<ReadPoint, Contribution> current,
    GoalServices services,
    LevelInstruments instruments)
{
    private ImmutableArray<UpwardLane> _lanes = [];

    /// <summary>Replaces the senders by those for other edges. Nothing counts as delivered by the new ones.</summary>
    public void Rewire(IReadOnlyList<EdgeRow> above)
    {
        _ = StopAsync();
        _lanes = above switch
        {
            [] => [],
            [var only] => [LaneTo(TargetOf(only), only.At == ReadPoint.Now ? ReadPoint.OnlyNow : [only.At])],
            _ => [.. above.GroupBy(TargetOf).Select(edges => LaneTo(edges.Key, [.. edges.Select(edge => edge.At).Distinct()]))],
        };
    }

    /// <summary>Replaces the senders by a single one, to the goal that a combiner works for.</summary>
    public void RewireTo(IContributionTaker target)
    {
        _ = StopAsync();
        _lanes = [LaneTo(target, ReadPoint.OnlyNow)];
    }

    /// <summary>True when nobody reads the goal.</summary>
    public bool IsEmpty => _lanes.IsEmpty;

    /// <summary>True when all grains that read the goal have taken what they were sent last.</summary>
    public bool IsDelivered
    {
        get
        {
            foreach (var lane in _lanes)
            {
                if (!lane.IsDelivered)
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <inheritdoc cref="UpwardLane.Offer"/>
    public void Offer(Wave? wave)
    {
        foreach (var lane in _lanes)
        {
            lane.Offer(wave);
        }
    }

    /// <inheritdoc cref="UpwardLane.Force"/>
    public void Force()
    {
        foreach (var lane in _lanes)
        {
            lane.Force();
        }
    }

    /// <inheritdoc cref="UpwardLane.Repeat"/>
    public void Repeat()
    {
        foreach (var lane in _lanes)
        {
            lane.Repeat();
        }
    }

    /// <summary>Stops sending, and waits for the calls in flight.</summary>
    public Task StopAsync() => _lanes.IsEmpty ? Task.CompletedTask : Task.WhenAll(_lanes.Select(lane => lane.Stop()));

    private UpwardLane LaneTo(IContributionTaker target, ImmutableArray<ReadPoint> points) => new(target, points, current, services, instruments);

    private IContributionTaker TargetOf(EdgeRow edge)
    {
        if (edge.Combiner is { } index)
        {
            return grains.GetGrain<ICombinerGrain>(CombinerAddress.Key(workspace, edge.Parent, index));
        }

        return GrainsOfGoals.Of(grains, new GoalAddress(workspace, edge.Parent, KindOfParent(edge.Role)));
    }

    private static GoalKind KindOfParent(EdgeRole role) => role switch
    {
        EdgeRole.Operand => GoalKind.Kpi,
        EdgeRole.Measured or EdgeRole.Captured or EdgeRole.WeightedKpi or EdgeRole.AlignedToKeyResult => GoalKind.KeyResult,
        _ => GoalKind.Objective,
    };
}
