using System.Collections.Immutable;
using System.Runtime.InteropServices;
using OkrGrains.Grains.Goals;
using OkrGrains.Grains.Time;
using OkrGrains.Model.Goals;

namespace OkrGrains.Grains.Propagation;

/// <summary>
/// Sends the contributions of a goal to one grain that reads it. One call is in flight at a time, and meanwhile newer contributions replace
/// older ones. A call that fails is repeated, with what is newest by then.
/// </summary>
internal sealed class ParentSender(
    IContributionTaker target,
    string workspace,
    FanOut fanOut,
    ImmutableArray<ReadPoint> points,
    Func<ReadPoint, Contribution> current,
    GoalServices services,
    LevelInstruments instruments)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private ImmutableArray<Contribution> _delivered = [];
    private long? _answered;
    private bool _offered;
    private bool _forced;
    private bool _repeated;
    private bool _stopped;
    private bool _waits;
    private Round? _round;
    private Task _running = Task.CompletedTask;

    /// <summary>True when the target has taken what was sent last.</summary>
    public bool IsDelivered => !_delivered.IsEmpty;

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

    private void Start(Round? round)
    {
        if (!_running.IsCompleted || _waits || _stopped)
        {
            return;
        }

        round?.Enter();
        _round = round;
        _waits = !fanOut.MayBegin(this);
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
        while ((_offered || _forced || _repeated) && !_stopped)
        {
            var rank = round is null ? CallRank.OfReadingGoal : CallRank.OfRound;
            var ticket = services.ActivationThrottle.MayActivate(_answered)
                ? await services.ActivationThrottle.EnterAsync(workspace, rank)
                : default;
            var place = fanOut.HasSeveral ? await services.ContributionThrottle.EnterAsync(workspace, rank) : default;

            // If the sender was stopped while it waited, the goal may be gone, and then there is nothing to send.
            var isAnswered = _stopped || await SendAsync();
            services.ActivationThrottle.Leave(ticket);
            services.ContributionThrottle.Leave(place);
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
                fanOut.End();
            }

            await Task.Delay(backoff.Next(), services.Time);
        }

        round?.Leave();
        if (mustEnd)
        {
            fanOut.End();
        }

        // The ended task is not kept until the next call: there is one for every goal, and by then the collector would have promoted all of
        // them to an old generation.
        _running = Task.CompletedTask;
    }

    /// <summary>Sends what is newest, unless the target has it.</summary>
    /// <returns>False if the call has failed.</returns>
    private async ValueTask<bool> SendAsync()
    {
        var (forced, repeated) = (_forced, _repeated);
        (_offered, _forced, _repeated) = (false, false, false);
        var sending = Current();
        if (!repeated && HasTarget(sending, forced))
        {
            instruments.Unchanged();
            return true;
        }

        instruments.Sent();
        try
        {
            _delivered = await (repeated ? target.ContributeAgain(sending) : target.Contribute(sending)) ? sending : [];
            _answered = services.Time.GetTimestamp();
            return true;
        }
        catch (Exception failure)
        {
            // Whatever the cause, the target may lack the contribution. Sending it twice does no harm.
            (_answered, _forced, _repeated) = (null, true, _repeated || repeated);
            instruments.Failed();
            PropagationLog.ContributionFailed(services.Logger, target, failure);
            return false;
        }
    }

    private ImmutableArray<Contribution> Current()
    {
        var sending = new Contribution[points.Length];
        for (var i = 0; i < sending.Length; i++)
        {
            sending[i] = current(points[i]);
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(sending);
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
