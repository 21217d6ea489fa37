using OkrGrains.Storage;
using OkrGrains.Storage.Producers;
using OkrGrains.Storage.Readings;

namespace OkrGrains.Grains.Readings;

/// <summary>
/// The way of readings to one goal: one call in flight; what arrives meanwhile joins the next. A call whose outcome is unknown is
/// repeated, since the goal leaves out what it holds.
/// </summary>
public sealed class GoalLane
{
    /// <summary>At most so many readings in one call.</summary>
    private const int MostReadings = 8192;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly IReadingGrain _goal;
    private readonly TimeProvider _time;
    private readonly Func<IAppliedWatcher>? _watcher;
    private readonly Lock _gate = new();
    private readonly LaneQueue _waiting = new();

    /// <summary>
    /// Streams of which a part was given up, or not taken by a goal that had left the plan. Had the goal later ones of them, it would take
    /// the lower sequences for duplicates when they are sent again, and they would be lost.
    /// </summary>
    private readonly HashSet<ProducerEpoch> _broken = [];
    private readonly List<LanePart> _inFlight = [];
    private bool _running;
    private bool _applied;
    private long _call;

    internal GoalLane(IReadingGrain goal, TimeProvider time, Func<IAppliedWatcher>? watcher = null)
    {
        _goal = goal;
        _time = time;
        _watcher = watcher;
    }

    /// <summary>Sends readings after all that were added before.</summary>
    internal void Add(ReadOnlySpan<StoredReading> readings, ProducerEpoch from, Submission submission)
    {
        var (start, broken) = (false, false);
        lock (_gate)
        {
            if (_broken.Count > 0)
            {
                broken = _broken.Contains(from);
                _broken.RemoveWhere(older => older.Producer == from.Producer && older.Epoch < from.Epoch);
            }

            if (!broken)
            {
                _waiting.Add(readings, from, submission);
                start = !_running;
                _running = true;
            }
        }

        if (broken)
        {
            submission.Fail(new StreamBrokenException());
        }
        else if (start)
        {
            _ = RunAsync();
        }
    }

    /// <summary>The goal holds the readings of a call, which are not durable yet. Said again, it changes nothing.</summary>
    internal void Applied(long call)
    {
        lock (_gate)
        {
            if (call != _call || _applied)
            {
                return;
            }

            _applied = true;
            foreach (var part in _inFlight)
            {
                part.Submission.Apply(part.Count);
            }
        }
    }

    private async Task RunAsync()
    {
        // Whoever adds goes on at once.
        await Task.Yield();
        while (Take() is { } sent)
        {
            try
            {
                Answer(sent, await SendAsync(sent));
            }
            catch (Exception failure)
            {
                GiveUp(failure);
            }
        }
    }

    private SentReadings? Take()
    {
        lock (_gate)
        {
            var sent = _waiting.Take(MostReadings, _inFlight);
            _running = sent is not null;
            _applied = false;
            _call++;
            return sent;
        }
    }

    private async Task<Appended> SendAsync(SentReadings sent)
    {
        var started = _time.GetTimestamp();
        var watcher = _inFlight.Exists(static part => part.Submission.TellsApplied) ? _watcher?.Invoke() : null;
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                return await (watcher is null ? _goal.Append(sent) : _goal.AppendTelling(sent, watcher, _call));
            }
            catch (Exception failure) when (failure is not StoreUnavailableException && _time.GetElapsedTime(started) < Patience)
            {
                // A silo may have died, or another activation may own the goal: the next call finds the one that lives.
                await Task.Delay(pause, _time);
            }
        }
    }

    private void Answer(SentReadings sent, Appended appended)
    {
        var applied = EndCall();
        var cut = appended.Taken ? [] : Break();
        var readings = sent.Readings.AsSpan();
        foreach (var part in _inFlight)
        {
            var own = readings[..part.Count];
            readings = readings[part.Count..];
            if (!appended.Taken)
            {
                part.Submission.Refuse(own, applied);
            }
            else if (IsFenced(part.From, appended))
            {
                part.Submission.Fail(new ProducerFencedException());
            }
            else
            {
                part.Submission.Complete(part.Count, appended.Position, applied);
            }
        }

        foreach (var part in cut)
        {
            part.Submission.Fail(new StreamBrokenException());
        }
    }

    private void GiveUp(Exception failure)
    {
        EndCall();
        var cut = Break();
        foreach (var part in _inFlight.Concat(cut))
        {
            part.Submission.Fail(failure);
        }
    }

    /// <summary>From here on the goal's word that it holds the readings comes too late.</summary>
    /// <returns>Whether it has come.</returns>
    private bool EndCall()
    {
        lock (_gate)
        {
            var applied = _applied;
            _applied = true;
            return applied;
        }
    }

    /// <summary>Ends the streams of the call in flight.</summary>
    /// <returns>What else of them was waiting.</returns>
    private List<LanePart> Break()
    {
        lock (_gate)
        {
            _broken.UnionWith(_inFlight.Select(part => part.From));
            return _waiting.TakeAllOf(_broken);
        }
    }

    private static bool IsFenced(ProducerEpoch from, in Appended appended)
    {
        foreach (var newer in appended.Fenced)
        {
            if (newer.Producer == from.Producer && newer.Epoch > from.Epoch)
            {
                return true;
            }
        }

        return false;
    }
}
