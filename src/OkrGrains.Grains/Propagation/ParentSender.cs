using System.Collections.Immutable;
using OkrGrains.Grains.Time;
using OkrGrains.Model.Goals;

namespace OkrGrains.Grains.Propagation;

/// <summary>
/// Sends the contributions of a goal to one grain that reads it. A grain of the same silo gets them through its inbox, any other by a call.
/// One call is in flight at a time, and meanwhile newer contributions replace older ones. A call that fails is repeated, with what is newest
/// by then.
/// </summary>
internal sealed class ParentSender(ParentSenders all, ContributionTarget target, EvaluatedPoints points)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private ImmutableArray<Contribution> _delivered = [];
    private ContributionInbox? _inbox;
    private IContributionTaker? _reference;
    private long? _answered;
    private bool _offered;
    private bool _forced;
    private bool _repeated;
    private bool _declined;
    private volatile bool _isNotHeld;
    private bool _stopped;
    private bool _leaves;
    private bool _waits;
    private Round? _round;

    /// <summary>The fan-out is taken at the start, since the senders may be replaced meanwhile.</summary>
    private readonly FanOut _fanOut = all.FanOut;
    private Task _running = Task.CompletedTask;

    /// <summary>True when the target has taken what was sent last, or has it in its inbox.</summary>
    public bool IsDelivered => !_delivered.IsEmpty && !_isNotHeld;

    /// <summary>The place of what waits in the inbox of the target, which alone uses this; null when nothing waits.</summary>
    internal int? Place { get; set; }

    /// <summary>Sends the current contributions if their figures differ from what the target has.</summary>
    /// <param name="round">The propagation round that waits for the answer, unless a call is in flight already; null for none.</param>
    public void Offer(Round? round)
    {
        _offered = true;
        Start(round);
    }

    /// <summary>Sends the current contributions unless the target has them in exactly this version.</summary>
    public void Force()
    {
        _forced = true;
        Start(round: null);
    }

    /// <summary>Sends the current contributions whatever the target has been sent, and has the target do the same.</summary>
    /// <param name="round">The propagation round that waits for the answer, unless a call is in flight already; null for none.</param>
    public void Repeat(Round? round)
    {
        _repeated = true;
        Start(round);
    }

    /// <summary>Stops sending.</summary>
    /// <returns>A task that completes when no call is in flight any more.</returns>
    public Task Stop()
    {
        _stopped = true;
        return _running;
    }

    /// <summary>Stops sending, but for what the target may still decline: nobody else knows of that.</summary>
    /// <returns>A task that completes when no call is in flight any more.</returns>
    public Task Leave()
    {
        _leaves = true;
        return Stop();
    }

    /// <summary>Tells that the target does not hold what it found in its inbox. It may be called on any thread.</summary>
    internal void NotHeld() => _isNotHeld = true;

    /// <summary>
    /// Tells that the target cannot take what it has in its inbox, so that it has to be sent in a call. It may be called on any thread.
    /// </summary>
    internal void Decline() => all.Turns.QueueAction(static sender => ((ParentSender)sender).OnDeclined(), this);

    private bool IsStopped => _stopped && !(_leaves && _declined);

    private void OnDeclined()
    {
        (_declined, _forced, _delivered) = (true, true, []);
        Start(round: null);
    }

    private void Start(Round? round)
    {
        if (!_running.IsCompleted || _waits || IsStopped || TryPost())
        {
            return;
        }

        round?.Enter();
        _round = round;
        _waits = !_fanOut.MayBegin(this);
        if (!_waits)
        {
            Begin();
        }
    }

    /// <summary>Begins to send. Its fan-out calls it when others have ended.</summary>
    internal void Begin()
    {
        _waits = false;
        (var round, _round) = (_round, null);
        _running = RunAsync(round);
    }

    private async Task RunAsync(Round? round)
    {
        var backoff = new Backoff(FirstPause, LongestPause);
        var mustEnd = true;
        while ((_offered || _forced || _repeated) && !IsStopped)
        {
            var rank = round is null ? CallRank.OfReadingGoal : CallRank.OfRound;
            var ticket = all.Services.ActivationThrottle.MayActivate(_answered)
                ? await all.Services.ActivationThrottle.EnterAsync(all.Workspace, rank)
                : default;
            var place = _fanOut.HasSeveral ? await all.Services.ContributionThrottle.EnterAsync(all.Workspace, rank) : default;

            // If the sender was stopped while it waited, the goal may be gone, and then there is nothing to send. And the call of another goal
            // may have activated the target in this silo.
            var isAnswered = IsStopped || TryPost() || await SendAsync();
            all.Services.ActivationThrottle.Leave(ticket);
            all.Services.ContributionThrottle.Leave(place);
            round?.Leave();
            round = null;
            if (isAnswered)
            {
                backoff.Reset();
                continue;
            }

            // Others need not wait until this one is answered at last. What it sends from now on is bounded by its pauses.
            if (mustEnd)
            {
                mustEnd = false;
                _fanOut.End();
            }

            await Task.Delay(backoff.Next(), all.Services.Time);
        }

        round?.Leave();
        if (mustEnd)
        {
            _fanOut.End();
        }

        // The ended task is not kept until the next call: there is one for every goal, and by then the collector would have promoted all of
        // them to an old generation.
        _running = Task.CompletedTask;
    }

    /// <summary>
    /// Puts what is newest into the inbox of the target, unless the target has it. Nothing is waited for: the target joins the round itself.
    /// </summary>
    /// <returns>False if it must be sent in a call.</returns>
    private bool TryPost()
    {
        if (_repeated || _declined || InboxOfTarget() is not { } inbox)
        {
            return false;
        }

        var forced = _forced;
        var sending = points.Current();
        if (!_isNotHeld && HasTarget(sending, forced))
        {
            (_offered, _forced) = (false, false);
            all.Level.Unchanged();
            if (forced)
            {
                inbox.Urge();
            }

            return true;
        }

        // Set before the target can answer.
        (_isNotHeld, _delivered) = (false, sending);
        if (!inbox.TryPost(this, sending, forced))
        {
            (_inbox, _answered, _delivered) = (null, null, []);
            return false;
        }

        (_offered, _forced) = (false, false);
        all.Level.Sent();
        return true;
    }

    /// <summary>The reference to the target, which most senders never need.</summary>
    private IContributionTaker Reference => _reference ??= all.Find(target);

    private ContributionInbox? InboxOfTarget() =>
        _inbox is { IsClosed: false } known ? known : _inbox = all.Services.Active.InboxOf(target.Goal, target.Combiner);

    /// <summary>Sends what is newest in a call, unless the target has it.</summary>
    /// <returns>False if the call has failed.</returns>
    private async ValueTask<bool> SendAsync()
    {
        var (forced, repeated, declined) = (_forced, _repeated, _declined);
        (_offered, _forced, _repeated, _declined) = (false, false, false, false);
        var sending = points.Current();
        if (!repeated && !_isNotHeld && HasTarget(sending, forced))
        {
            all.Level.Unchanged();
            return true;
        }

        all.Level.Sent();
        try
        {
            _isNotHeld = false;
            _delivered = await (repeated ? Reference.ContributeAgain(sending) : Reference.Contribute(sending)) ? sending : [];
            _answered = all.Services.Time.GetTimestamp();
            return true;
        }
        catch (Exception failure)
        {
            // Whatever the cause, the target may lack the contribution. Sending it twice does no harm.
            (_answered, _forced, _repeated, _declined) = (null, true, _repeated || repeated, _declined || (declined && !_leaves));
            all.Level.Failed();
            PropagationLog.ContributionFailed(all.Services.Logger, Reference, failure);
            return false;
        }
    }

    /// <summary>
    /// Returns true if the target has these contributions already: with the same figures, or, if <paramref name="sameVersion"/> is set, in
    /// exactly this version.
    /// </summary>
    private bool HasTarget(ImmutableArray<Contribution> sending, bool sameVersion)
    {
        if (_delivered.IsEmpty)
        {
            return false;
        }

        if (sending == _delivered)
        {
            return true;
        }

        for (var i = 0; i < sending.Length; i++)
        {
            if (sameVersion ? sending[i].Version != _delivered[i].Version : !sending[i].SameFiguresAs(_delivered[i]))
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>The grain that a sender sends to.</summary>
/// <param name="Goal">The number of the goal, or of the goal that the combiner works for.</param>
/// <param name="Kind">The kind of the goal.</param>
/// <param name="Combiner">The index of the combiner; null for the goal itself.</param>
internal readonly record struct ContributionTarget(long Goal, GoalKind Kind, int? Combiner);
