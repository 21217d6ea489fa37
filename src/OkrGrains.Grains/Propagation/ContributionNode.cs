using System.Collections.Immutable;
using OkrGrains.Grains.Goals;
using OkrGrains.Grains.Queries;
using OkrGrains.Grains.Time;
using OkrGrains.Model.Goals;
using Orleans.Runtime;

namespace OkrGrains.Grains.Propagation;

/// <summary>
/// The part in propagation that a goal and a combiner have in common: it takes contributions from below and passes the result on to the
/// grains above, in propagation rounds. Everything but its construction runs in turns of the grain.
/// </summary>
internal sealed class ContributionNode
{
    /// <summary>
    /// The operands that are evaluated in the time of a turn of a goal that has a few. A roll-up has no such costs, as it keeps its sums.
    /// </summary>
    private const int OperandsInATurn = 64;

    /// <summary>The edges above on which a goal contributes in the time of a turn of one that has a few.</summary>
    private const int EdgesInATurn = 16;

    private readonly IContributionOwner _owner;
    private readonly GoalServices _services;
    private readonly ActiveGrain _self;
    private readonly VersionBarrier _barrier;
    private readonly RoundParticipant _participant;
    private readonly IWorkItemScheduler _turns;
    private bool _isLoading;
    private bool _hasNews;
    private bool _offers;
    private bool _mustRepeat;

    /// <param name="context">The activation of the grain.</param>
    /// <param name="owner">The grain.</param>
    /// <param name="self">The grain as others find it while it is active.</param>
    /// <param name="grains">The factory of the grains above.</param>
    /// <param name="services">The services of the silo.</param>
    /// <param name="level">The counters of the grain's kind.</param>
    public ContributionNode(
        IGrainContext context,
        IContributionOwner owner,
        ActiveGrain self,
        IGrainFactory grains,
        GoalServices services,
        LevelInstruments level)
    {
        (_owner, _self, _services, _turns) = (owner, self, services, context.Scheduler);
        _barrier = new VersionBarrier(services.Time);
        Above = new ParentSenders(self.Workspace, context.Scheduler, grains, owner, services, level);
        _participant = new RoundParticipant(services.PropagationSchedulers.Of(self.Workspace), context.Scheduler, TakePart);
    }

    /// <summary>The contributions held.</summary>
    public Inputs Inputs { get; private set; } = Inputs.None;

    /// <summary>The revision of the definition; null while the goal is not in the plan.</summary>
    public long? Revision { get; private set; }

    /// <summary>True once the grain leaves, or its activation has ended.</summary>
    public bool HasLeft { get; private set; }

    /// <summary>The senders to the grains above.</summary>
    public ParentSenders Above { get; }

    /// <summary>Replaces what is held by what the grain has loaded.</summary>
    /// <param name="revision">The revision of the definition; null if the goal is not in the plan.</param>
    /// <param name="inputs">The inputs of the goal or combiner.</param>
    /// <param name="level">The number of goals and combiners in the longest chain below.</param>
    /// <param name="edgesAbove">The number of edges on which others read it.</param>
    public void Hold(long? revision, Inputs inputs, int level, int edgesAbove)
    {
        (Revision, Inputs, _participant.Level) = (revision, inputs, level);
        _self.Weight = _participant.Weight = 1 + (inputs.OperandCount / OperandsInATurn) + (edgesAbove / EdgesInATurn);
        if (level > 0 && !HasLeft)
        {
            _self.Inbox ??= new ContributionInbox(_participant, _turns, this);
        }
    }

    public async Task ActivateAsync(CancellationToken cancellation)
    {
        // Registered before it loads, so that reconciliation tells this grain of a definition that is committed while it loads.
        _services.Active.Add(_self);
        try
        {
            await _owner.LoadAsync(cancellation);
        }
        catch
        {
            // The runtime keeps an activation that has failed for some seconds, in which it answers nobody.
            _services.Active.Remove(_self);
            throw;
        }

        _self.Open();
    }

    /// <summary>Has the grain leave, and waits for its calls in flight.</summary>
    public Task DeactivateAsync(CancellationToken cancellation) => Leave().WaitAsync(cancellation);

    /// <summary>Has the grain leave once its activation has ended, unless it has left before.</summary>
    public void End()
    {
        if (!HasLeft)
        {
            _ = Leave();
        }
    }

    private Task Leave()
    {
        HasLeft = true;

        // What waits here is taken as long as it can be; the rest has to be sent again, and finds the next activation.
        try
        {
            TakeInbox();
        }
        finally
        {
            _services.Active.Remove(_self);
        }

        PassOnUp(round: null);
        return Above.LeaveAsync();
    }

    /// <inheritdoc cref="IContributionTaker.Contribute"/>
    public async Task<bool> ContributeAsync(ImmutableArray<Contribution> contributions)
    {
        if (Revision is { } known && Inputs.NewestRevision(known, contributions) is var newest && newest > known)
        {
            // A newer contribution is not combined with the older definition: the newer sum of positions may be smaller, and the version
            // would go back.
            await RedefineAsync(newest);
        }

        if (Revision is null)
        {
            return false;
        }

        var areHeld = Take(contributions);
        _barrier.Notify(Inputs);
        if (_offers)
        {
            _participant.Join();
        }

        return areHeld;
    }

    /// <inheritdoc cref="IContributionTaker.ContributeAgain"/>
    public async Task<bool> ContributeAgainAsync(ImmutableArray<Contribution> contributions)
    {
        var areHeld = await ContributeAsync(contributions);
        if (Revision is not null && !Above.IsEmpty)
        {
            // In a round, so that it is passed on once for all children that it comes from. At once for each of them it would be passed on
            // for every path, of which there may be more than any machine can follow.
            _mustRepeat = true;
            _participant.Join();
        }

        return areHeld;
    }

    /// <inheritdoc cref="IContributionTaker.ReadAtLeast"/>
    public async Task<ReadAtLeastResult> ReadAtLeastAsync(ImmutableArray<Expected> expected, CancellationToken cancellation)
    {
        var inbox = _self.Inbox;
        inbox?.BeginReading();
        try
        {
            await _barrier.WaitAsync(expected, Inputs, cancellation);
        }
        finally
        {
            inbox?.EndReading();
        }

        // While it waited, the goal may have been redefined or removed from the plan. Nothing may come between sending and answering: a
        // version that rose meanwhile would be expected above, and might never be sent there.
        Above.Force();
        return Revision is null ? new ReadAtLeastResult(null, []) : _owner.Answer();
    }

    /// <inheritdoc cref="IContributionTaker.Redefine"/>
    public async Task RedefineAsync(long revision)
    {
        if (IsOlderThan(revision))
        {
            await ReloadAsync();
            PassOn();
        }
    }

    /// <summary>Loads the grain again, and lets those readers go whose versions the store holds.</summary>
    public async Task ReloadAsync()
    {
        _isLoading = true;
        try
        {
            await _owner.LoadAsync(CancellationToken.None);
        }
        finally
        {
            _isLoading = false;
        }

        _barrier.Notify(Inputs);
    }

    /// <summary>Returns true if the definition held is older than a revision, or if none is held.</summary>
    public bool IsOlderThan(long revision) => Revision is null || Revision < revision;

    /// <summary>Passes changes on to the grains above and everybody else, without waiting for them.</summary>
    public void PassOn()
    {
        Above.Offer(round: null);
        _owner.TellOthers();
    }

    /// <summary>Takes what is in the inbox, and passes on, as part of a propagation round, what has changed since the round before.</summary>
    private void TakePart(Round round)
    {
        TakeInbox();
        PassOnUp(round);
        if (_hasNews)
        {
            // Others are not told without news: the expected progress changes with every millisecond, and that alone is none.
            _hasNews = false;
            _owner.TellOthers();
        }
    }

    /// <summary>Takes what is in the inbox at once, because somebody waits for it.</summary>
    internal void TakeInboxAtOnce()
    {
        TakeInbox();
        if (_offers)
        {
            _participant.Join();
        }
    }

    private void TakeInbox()
    {
        if (_self.Inbox is not { } inbox || inbox.Take() is not { } posted)
        {
            return;
        }

        foreach (var (sender, contributions) in posted)
        {
            try
            {
                TakePosted(sender, contributions);
            }
            catch (Exception)
            {
                // The call that it has to make instead fails in the same way, and says so.
                sender.Decline();
            }
        }

        inbox.Return(posted);
        _barrier.Notify(Inputs);
    }

    private void TakePosted(ParentSender sender, ImmutableArray<Contribution> contributions)
    {
        // While the grain loads, or when a child has a newer definition, the contribution must wait: a call does.
        if (_isLoading || Revision is not { } known || Inputs.NewestRevision(known, contributions) > known)
        {
            sender.Decline();
        }
        else if (!Take(contributions))
        {
            sender.NotHeld();
        }
    }

    /// <returns>True if exactly these contributions are held now.</returns>
    private bool Take(ImmutableArray<Contribution> contributions)
    {
        var (changed, areHeld) = Inputs.TakeAll(contributions);

        // Passes on even when nothing changed here, unless all parents have taken the last contribution: a former activation may have died
        // before it passed on what it had taken.
        if (!Above.IsDelivered || (changed && (!Above.IsEmpty || _owner.IsWatched)))
        {
            _hasNews |= changed;
            _offers = true;
        }

        return areHeld;
    }

    private void PassOnUp(Round? round)
    {
        var offers = _offers;
        _offers = false;
        if (_mustRepeat)
        {
            _mustRepeat = false;
            Above.Repeat(round);
        }
        else if (offers)
        {
            Above.Offer(round);
        }
    }
}
