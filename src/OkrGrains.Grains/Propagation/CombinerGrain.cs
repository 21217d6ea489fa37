using System.Collections.Immutable;
using OkrGrains.Grains.Goals;
using OkrGrains.Grains.Queries;
using OkrGrains.Grains.Time;
using OkrGrains.Model.Goals;
using Orleans.Runtime;

namespace OkrGrains.Grains.Propagation;

internal sealed class CombinerGrain : Grain, ICombinerGrain
{
    private readonly GoalServices _services;
    private readonly VersionBarrier _barrier;
    private readonly ParentSenders _above;
    private readonly RoundParticipant _participant;
    private readonly string _workspace;
    private readonly long _parent;
    private readonly int _index;
    private GoalNode? _node;
    private Inputs _inputs = Inputs.None;

    public CombinerGrain(IGrainContext context, GoalServices services)
        : base(context)
    {
        _services = services;
        (_workspace, _parent, _index) = CombinerAddress.Parse(this.GetPrimaryKeyString());
        _barrier = new VersionBarrier(services.Time);
        _above = new ParentSenders(_workspace, GrainFactory, _ => Current(), services, services.Instruments.Combiners);
        _participant = new RoundParticipant(services.PropagationScheduler, _above.Offer);
    }

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var key = this.GetPrimaryKeyString();
        _services.Active.Add(key, new ActiveGrain(_workspace, _parent, GrainFactory.GetGrain<ICombinerGrain>(key)));
        return LoadAsync(cancellationToken);
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _services.Active.Remove(this.GetPrimaryKeyString());
        if (_participant.Waits)
        {
            _above.Offer(round: null);
        }

        return _above.StopAsync().WaitAsync(cancellationToken);
    }

    public async Task<bool> Contribute(ImmutableArray<Contribution> contributions)
    {
        if (_node is not null && Inputs.NewestRevision(_node.Row.Revision, contributions) is var revision && revision > _node.Row.Revision)
        {
            await Redefine(revision);
        }

        var (changed, areHeld) = _inputs.TakeAll(contributions);
        _barrier.Notify(_inputs);
        if (changed || !_above.IsDelivered)
        {
            _participant.Join();
        }

        return areHeld;
    }

    public async Task<bool> ContributeAgain(ImmutableArray<Contribution> contributions)
    {
        var isHeld = await Contribute(contributions);
        _above.Repeat();
        return isHeld;
    }

    public async Task<ReadAtLeastResult> ReadAtLeast(ImmutableArray<Expected> expected)
    {
        if (_node is null)
        {
            return new ReadAtLeastResult(null, []);
        }

        await _barrier.WaitAsync(expected, _inputs);
        if (_node is null)
        {
            return new ReadAtLeastResult(null, []);
        }

        _above.Force();
        var current = Current();
        return new ReadAtLeastResult(null, [new Expected(current.Child, current.At, current.Version)]);
    }

    public async Task Redefine(long revision)
    {
        if (_node is null || _node.Row.Revision < revision)
        {
            await LoadAsync(CancellationToken.None);
            _barrier.Notify(_inputs);
            if (_node is not null)
            {
                _above.Force();
            }
        }
    }

    private async Task LoadAsync(CancellationToken cancellation)
    {
        if (await _services.Loader.LoadCombinerAsync(_parent, _index, cancellation) is not var (node, inputs, level))
        {
            (_node, _inputs) = (null, Inputs.None);
            _above.Rewire([]);
            return;
        }

        (_node, _inputs, _participant.Level) = (node, inputs, level);
        _above.RewireTo(GrainsOfGoals.Of(GrainFactory, node.Address));
    }

    private Contribution Current()
    {
        _services.Instruments.Combiners.Evaluated();
        return GoalEvaluation.Combined(_node!, _index, _inputs);
    }
}
