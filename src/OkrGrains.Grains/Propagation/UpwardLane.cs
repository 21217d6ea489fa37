using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using OkrGrains.Grains.Goals;
using OkrGrains.Model.Goals;

namespace OkrGrains.Grains.Propagation;

/// <summary>
/// The way from a goal to one grain that reads it. One call at a time; while it runs, newer contributions replace older ones; a call that
/// fails is repeated until it is replaced.
/// </summary>
internal sealed class UpwardLane(
    IContributionTaker target, ImmutableArray<ReadPoint> points, Func<ReadPoint, Contribution> current, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private ImmutableArray<Contribution> _delivered = [];
    private bool _dirty;
    private bool _stopped;
    private Task _running = Task.CompletedTask;

    /// <summary>Sends what is current if its figures differ from what the target has.</summary>
    public void Offer()
    {
        if (_dirty || !_running.IsCompleted || !Delivered(static (now, then) => now.SameFiguresAs(then)))
        {
            Send();
        }
    }

    /// <summary>Sends what is current unless the target has it in this very version.</summary>
    public void Force()
    {
        if (!Delivered(static (now, then) => now.Version == then.Version))
        {
            Send();
        }
    }

    /// <summary>Sends no more.</summary>
    /// <returns>The call in flight.</returns>
    public Task Stop()
    {
        _stopped = true;
        return _running;
    }

    private bool Delivered(Func<Contribution, Contribution, bool> same)
    {
        if (_delivered.IsEmpty)
        {
            return false;
        }

        for (var i = 0; i < points.Length; i++)
        {
            if (!same(current(points[i]), _delivered[i]))
            {
                return false;
            }
        }

        return true;
    }

    private void Send()
    {
        _dirty = true;
        if (_running.IsCompleted && !_stopped)
        {
            _running = RunAsync();
        }
    }

    private async Task RunAsync()
    {
        var pause = FirstPause;
        while (_dirty && !_stopped)
        {
            _dirty = false;
            var sending = ImmutableArray.CreateRange(points, current);
            try
            {
                await target.Contribute(sending);
                _delivered = sending;
                pause = FirstPause;
            }
            catch (Exception failure)
            {
                // Whatever the cause, the target may lack the contribution; sending it twice does no harm.
                _dirty = true;
                PropagationLog.ContributionFailed(logger, target.GetPrimaryKeyString(), failure);
                await Task.Delay(pause, time);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }
}
