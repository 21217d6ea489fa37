using System.Collections.Immutable;
using System.Runtime.InteropServices;
using OkrGrains.Grains.Diagnostics;
using OkrGrains.Grains.Goals;
using OkrGrains.Grains.Waking;
using OkrGrains.Model.Goals;

namespace OkrGrains.Grains.Propagation;

/// <summary>
/// The way from a goal to one grain that reads it. One call at a time; while it runs, newer contributions replace older ones; a call that
/// fails is repeated until it is replaced.
/// </summary>
internal sealed class UpwardLane(
    IContributionTaker target,
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
    private Task _running = Task.CompletedTask;

    /// <summary>Whether the target has taken what was sent last.</summary>
    public bool IsDelivered => !_delivered.IsEmpty;

    /// <summary>Sends what is current if its figures differ from what the target has.</summary>
    /// <param name="wave">Waits for the answer unless another one is waited for; null for none.</param>
    public void Offer(Wave? wave)
    {
        _offered = true;
        Start(wave);
    }

    /// <summary>Sends what is current unless the target has it in this very version.</summary>
    public void Force()
    {
        _forced = true;
        Start(wave: null);
    }

    /// <summary>Sends what is current, whatever the target has been sent, and has the target do the same.</summary>
    public void Repeat()
    {
        _repeated = true;
        Start(wave: null);
    }

    /// <summary>Sends no more.</summary>
    /// <returns>The call in flight.</returns>
    public Task Stop()
    {
        _stopped = true;
        return _running;
    }

    private void Start(Wave? wave)
    {
        if (_running.IsCompleted && !_stopped)
        {
            wave?.Enter();
            _running = RunAsync(wave);
        }
    }

    private async Task RunAsync(Wave? wave)
    {
        var pause = FirstPause;
        while ((_offered || _forced || _repeated) && !_stopped)
        {
            var turn = services.FirstCalls.MayWake(_answered)
                ? await services.FirstCalls.EnterAsync(wave is null ? FirstCallRank.OfReadingGoal : FirstCallRank.OfWave)
                : FirstCalls.NoTurn;
            if (_stopped)
            {
                // While it waited; the goal may be gone, and has nothing to send then.
                services.FirstCalls.Leave(turn);
                break;
            }

            var (forced, repeated) = (_forced, _repeated);
            (_offered, _forced, _repeated) = (false, false, false);
            var sending = Current();
            if (!repeated && HasTarget(sending, forced))
            {
                instruments.Unchanged();
                services.FirstCalls.Leave(turn);
                continue;
            }

            instruments.Sent();
            var failed = false;
            try
            {
                _delivered = await (repeated ? target.ContributeAgain(sending) : target.Contribute(sending)) ? sending : [];
                _answered = services.Time.GetTimestamp();
                pause = FirstPause;
            }
            catch (Exception failure)
            {
                // Whatever the cause, the target may lack the contribution; sending it twice does no harm.
                (_answered, _forced, _repeated) = (null, true, _repeated || repeated);
                instruments.Failed();
                PropagationLog.ContributionFailed(services.Logger, target, failure);
                failed = true;
            }

            services.FirstCalls.Leave(turn);
            wave?.Leave();
            wave = null;
            if (failed)
            {
                await Task.Delay(pause, services.Time);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }

        wave?.Leave();

        // What has ended would be kept until the next: of every goal, and by then of an old generation.
        _running = Task.CompletedTask;
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

    /// <summary>Whether the target has this already: in the very same version, or, unless that is asked for, with the same figures.</summary>
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
