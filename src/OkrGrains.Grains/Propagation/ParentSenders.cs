using System.Collections.Immutable;
using OkrGrains.Grains.Goals;
using OkrGrains.Model.Goals;
using OkrGrains.Storage.Records;
using Orleans.Runtime;

namespace OkrGrains.Grains.Propagation;

/// <summary>Sends the contributions of a goal to all grains that read it.</summary>
internal sealed class ParentSenders(
    string workspace,
    IWorkItemScheduler turns,
    IGrainFactory grains,
    IContributionOwner owner,
    GoalServices services,
    LevelInstruments instruments)
{
    private readonly List<Contribution> _evaluated = [];
    private FanOut _fanOut = FanOut.OfOne;
    private ImmutableArray<ParentSender> _senders = [];

    /// <summary>Replaces the senders by those for other edges. Nothing counts as delivered by the new ones.</summary>
    public void Rewire(IReadOnlyList<EdgeRow> above)
    {
        _ = StopAsync();
        _evaluated.Clear();
        _fanOut = above.Count > 1 ? new FanOut(hasSeveral: true) : FanOut.OfOne;
        _senders = above switch
        {
            [] => [],
            [var only] => [SenderTo(TargetOf(only), only.At == ReadPoint.Now ? ReadPoint.OnlyNow : [only.At])],
            _ => [.. above.GroupBy(edge => (edge.Parent, edge.Combiner)).Select(edges => SenderTo(TargetOf(edges.First()), [.. edges.Select(edge => edge.At).Distinct()]))],
        };
    }

    /// <summary>Replaces the senders by a single one, to the goal that a combiner works for.</summary>
    public void RewireTo(GoalAddress goal)
    {
        _ = StopAsync();
        _fanOut = FanOut.OfOne;
        _senders = [SenderTo(new(GrainsOfGoals.Of(grains, goal), goal.Number, Combiner: null, turns), ReadPoint.OnlyNow)];
    }

    /// <summary>True when nobody reads the goal.</summary>
    public bool IsEmpty => _senders.IsEmpty;

    /// <summary>True when all grains that read the goal have taken what they were sent last.</summary>
    public bool IsDelivered
    {
        get
        {
            foreach (var sender in _senders)
            {
                if (!sender.IsDelivered)
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <inheritdoc cref="ParentSender.Offer"/>
    public void Offer(Round? round)
    {
        foreach (var sender in _senders)
        {
            sender.Offer(round);
        }
    }

    /// <inheritdoc cref="ParentSender.Force"/>
    public void Force()
    {
        foreach (var sender in _senders)
        {
            sender.Force();
        }
    }

    /// <inheritdoc cref="ParentSender.Repeat"/>
    public void Repeat(Round? round)
    {
        foreach (var sender in _senders)
        {
            sender.Repeat(round);
        }
    }

    /// <summary>Stops sending, and waits for the calls in flight.</summary>
    public Task StopAsync() => _senders.IsEmpty ? Task.CompletedTask : Task.WhenAll(_senders.Select(sender => sender.Stop()));

    private ParentSender SenderTo(ContributionTarget target, ImmutableArray<ReadPoint> points) =>
        new(target, workspace, _fanOut, points, Current, services, instruments);

    /// <summary>Returns the contribution at a read point. If several grains read the goal, it is evaluated once for all of them.</summary>
    private Contribution Current(ReadPoint point)
    {
        if (_senders.Length <= 1)
        {
            return owner.ContributionAt(point);
        }

        if (_evaluated.Count > 0 && _evaluated[0].Version != owner.Version)
        {
            _evaluated.Clear();
        }

        foreach (var contribution in _evaluated)
        {
            if (contribution.At == point)
            {
                return contribution;
            }
        }

        var evaluated = owner.ContributionAt(point);
        _evaluated.Add(evaluated);
        return evaluated;
    }

    private ContributionTarget TargetOf(EdgeRow edge)
    {
        IContributionTaker reference = edge.Combiner is { } index
            ? grains.GetGrain<ICombinerGrain>(CombinerAddress.Key(workspace, edge.Parent, index))
            : GrainsOfGoals.Of(grains, new GoalAddress(workspace, edge.Parent, KindOfParent(edge.Role)));
        return new(reference, edge.Parent, edge.Combiner, turns);
    }

    private static GoalKind KindOfParent(EdgeRole role) => role switch
    {
        EdgeRole.Operand => GoalKind.Kpi,
        EdgeRole.Measured or EdgeRole.Captured or EdgeRole.WeightedKpi or EdgeRole.AlignedToKeyResult => GoalKind.KeyResult,
        _ => GoalKind.Objective,
    };
}
