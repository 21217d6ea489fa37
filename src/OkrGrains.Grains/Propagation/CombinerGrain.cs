using System.Collections.Immutable;
using OkrGrains.Grains.Goals;
using OkrGrains.Grains.Queries;
using OkrGrains.Grains.Time;
using OkrGrains.Model.Goals;
using Orleans.Runtime;

namespace OkrGrains.Grains.Propagation;

internal sealed class CombinerGrain : Grain, ICombinerGrain, IContributionOwner, IDisposable
{
    private readonly GoalServices _services;
    private readonly ContributionNode _node;
    private readonly string _workspace;
    private readonly long _parent;
    private readonly int _index;
    private GoalNode? _goal;

    public CombinerGrain(IGrainContext context, GoalServices services)
        : base(context)
    {
        _services = services;
        var key = this.GetPrimaryKeyString();
        (_workspace, _parent, _index) = CombinerAddress.Parse(key);
        var self = new ActiveGrain(_workspace, _parent, _index, GrainFactory.ReferenceTo<ICombinerGrain>(key));
        _node = new ContributionNode(context, this, self, GrainFactory, services, services.Instruments.Combiners);
    }

    bool IContributionOwner.IsWatched => false;

    GoalVersion IContributionOwner.Version => _node.Inputs.Version(_goal!.Row.Revision);

    public override Task OnActivateAsync(CancellationToken cancellationToken) => _node.ActivateAsync(cancellationToken);

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        _node.DeactivateAsync(cancellationToken);

    /// <inheritdoc cref="GoalGrain.Dispose"/>
    public void Dispose() => _node.End();

    public Task<bool> Contribute(ImmutableArray<Contribution> contributions) => _node.ContributeAsync(contributions);

    public Task<bool> ContributeAgain(ImmutableArray<Contribution> contributions) => _node.ContributeAgainAsync(contributions);

    public Task<ReadAtLeastResult> ReadAtLeast(ImmutableArray<Expected> expected, CancellationToken cancellation) =>
        _node.ReadAtLeastAsync(expected, cancellation);

    public Task Redefine(long revision) => _node.RedefineAsync(revision);

    async Task IContributionOwner.LoadAsync(CancellationToken cancellation)
    {
        if (await _services.Loader.LoadCombinerAsync(_workspace, _parent, _index, cancellation) is var (goal, inputs, level))
        {
            _goal = goal;
            _node.Hold(goal.Row.Revision, inputs, level, edgesAbove: 1);
            _node.Above.RewireTo(goal.Address);
        }
        else
        {
            _goal = null;
            _node.Hold(revision: null, Inputs.None, level: 0, edgesAbove: 0);
            _node.Above.Rewire([]);
        }
    }

    Contribution IContributionOwner.ContributionAt(ReadPoint point) => Current();

    ReadAtLeastResult IContributionOwner.Answer()
    {
        var current = Current();
        return new ReadAtLeastResult(null, [new Expected(current.Child, current.At, current.Version)]);
    }

    void IContributionOwner.TellOthers()
    {
        // Only the goal that the combiner works for hears of it.
    }

    private Contribution Current()
    {
        _services.Instruments.Combiners.Evaluated();
        return GoalEvaluation.Combined(_goal!, _index, _node.Inputs);
    }
}
