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
    private ImmutableArray<ParentSender> _senders = [];

    /// <summary>The workspace of the goal.</summary>
    public string Workspace => workspace;

    /// <summary>The scheduler of the goal's turns.</summary>
    public IWorkItemScheduler Turns => turns;

    /// <summary>The services of the silo.</summary>
    public GoalServices Services => services;

    /// <summary>The counters of the goal's kind.</summary>
    public LevelInstruments Level => instruments;

    /// <summary>Bounds how many of the senders have a call to make at a time.</summary>
    public FanOut FanOut { get; private set; } = FanOut.OfOne;

    /// <summary>Replaces the senders by those for other edges. Nothing counts as delivered by the new ones.</summary>
    /// <param name="above">The edges, ordered by parent.</param>
    public void Rewire(IReadOnlyList<EdgeRow> above)
    {
        _ = StopAsync();
        FanOut = above.Count > 1 ? new FanOut(hasSeveral: true) : FanOut.OfOne;
        _senders = above switch
        {
            [] => [],
            [var only] => [new(this, TargetOf(only), new(owner, PointsOf(only), isShared: false))],
            _ => Several(above),
        };
    }

    /// <summary>Replaces the senders by a single one, to the goal that a combiner works for.</summary>
    public void RewireTo(GoalAddress goal)
    {
        _ = StopAsync();
        FanOut = FanOut.OfOne;
        _senders = [new(this, new(goal.Number, goal.Kind, Combiner: null), new(owner, ReadPoint.OnlyNow, isShared: false))];
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

    /// <summary>
    /// Stops sending because the goal leaves, and waits for the calls in flight. What a grain above declines after that is sent all the same.
    /// </summary>
    public Task LeaveAsync() => _senders.IsEmpty ? Task.CompletedTask : Task.WhenAll(_senders.Select(sender => sender.Leave()));

    /// <summary>Stops sending, and waits for the calls in flight.</summary>
    public Task StopAsync() => _senders.IsEmpty ? Task.CompletedTask : Task.WhenAll(_senders.Select(sender => sender.Stop()));

    /// <summary>Returns the reference to a grain above.</summary>
    public IContributionTaker Find(ContributionTarget target) => target.Combiner is { } index
        ? grains.ReferenceTo<ICombinerGrain>(CombinerAddress.Key(workspace, target.Goal, index))
        : GrainsOfGoals.Of(grains, new GoalAddress(workspace, target.Goal, target.Kind));

    /// <summary>Returns a sender for each goal and combiner above. Those that send the same points share what is evaluated.</summary>
    private ImmutableArray<ParentSender> Several(IReadOnlyList<EdgeRow> above)
    {
        var shared = new Dictionary<ImmutableArray<ReadPoint>, EvaluatedPoints>(SamePoints.Instance);
        var senders = ImmutableArray.CreateBuilder<ParentSender>(above.Count);
        for (var (first, end) = (0, 0); first < above.Count; first = end)
        {
            end = EndOfParent(above, first);
            if (end == first + 1)
            {
                // Nearly always. A plan may have two hundred thousand edges, all of which are loaded when the first reading comes.
                senders.Add(Sender(TargetOf(above[first]), PointsOf(above[first])));
            }
            else
            {
                var edges = above.Skip(first).Take(end - first);
                senders.AddRange(edges.GroupBy(TargetOf).Select(edges => Sender(edges.Key, [.. edges.Select(edge => edge.At).Distinct()])));
            }
        }

        return senders.DrainToImmutable();

        ParentSender Sender(ContributionTarget target, ImmutableArray<ReadPoint> points)
        {
            if (!shared.TryGetValue(points, out var evaluated))
            {
                shared.Add(points, evaluated = new EvaluatedPoints(owner, points, isShared: true));
            }

            return new(this, target, evaluated);
        }
    }

    /// <summary>Returns where the edges to a parent end, given the first of them: those to one parent stand together.</summary>
    private static int EndOfParent(IReadOnlyList<EdgeRow> above, int first)
    {
        var end = first + 1;
        while (end < above.Count && above[end].Parent == above[first].Parent)
        {
            end++;
        }

        return end;
    }

    private static ContributionTarget TargetOf(EdgeRow edge) => new(edge.Parent, KindOfParent(edge.Role), edge.Combiner);

    private static ImmutableArray<ReadPoint> PointsOf(EdgeRow edge) => edge.At == ReadPoint.Now ? ReadPoint.OnlyNow : [edge.At];

    private static GoalKind KindOfParent(EdgeRole role) => role switch
    {
        EdgeRole.Operand => GoalKind.Kpi,
        EdgeRole.Measured or EdgeRole.Captured or EdgeRole.WeightedKpi or EdgeRole.AlignedToKeyResult => GoalKind.KeyResult,
        _ => GoalKind.Objective,
    };
}
