using OkrGrains.Grains.Goals;
using OkrGrains.Grains.Propagation;
using OkrGrains.Grains.Readings;
using OkrGrains.Storage;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Ingest;

/// <summary>
/// Sends readings to one goal. One call is in flight at a time, and what arrives meanwhile joins the next one. A call whose outcome is
/// unknown is repeated, which is safe because the goal leaves out what it holds.
/// </summary>
public sealed class GoalSender
{
    /// <summary>The most readings in a call made from the queue, unless the first entry alone has more.</summary>
    private const int MostReadings = 8192;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly IReadingGrain _goal;
    private readonly ActivationThrottle _throttle;
    private readonly TimeProvider _time;
    private readonly Func<IAppliedObserver>? _watcher;
    private readonly Lock _gate = new();
    private readonly SendQueue _waiting = new();

    /// <summary>
    /// Streams of which a part was given up, or was refused by a goal that had left the plan. Nothing more of them is sent: if the goal
    /// took later readings, it would take the lower sequences for duplicates when they are sent again, and they would be lost.
    /// </summary>
    private readonly HashSet<ProducerEpoch> _broken = [];
    private GoalCall? _inFlight;
    private long? _answered;
    private bool _applied;
    private long _number;

    internal GoalSender(
        IngestGateway? owner, int index, IReadingGrain goal, ActivationThrottle throttle, TimeProvider time, Func<IAppliedObserver>? watcher = null)
    {
        Owner = owner;
        Index = index;
        _goal = goal;
        _throttle = throttle;
        _time = time;
        _watcher = watcher;
    }

    /// <summary>The goal that readings are sent to; not set for a sender without a gateway.</summary>
    public GoalAddress Goal { get; internal init; }

    /// <summary>The gateway that the sender belongs to; null for a sender without one.</summary>
    internal IngestGateway? Owner { get; }

    /// <summary>The index of the sender among those of its gateway.</summary>
    public int Index { get; }

    /// <summary>Sends readings at once, if no call is in flight and no stream is broken.</summary>
    /// <param name="call">The readings.</param>
    /// <returns>False if the readings must go through <see cref="Add"/>.</returns>
    internal bool TrySend(GoalCall call)
    {
        lock (_gate)
        {
            if (_inFlight is not null || _broken.Count > 0)
            {
                return false;
            }

            Begin(call);
        }

        _ = RunAsync();
        return true;
    }

    /// <summary>Sends readings after all that were added before. If their stream is broken, their submission fails.</summary>
    internal void Add(StoredReading[] readings, ProducerEpoch from, Submission submission)
    {
        var (start, broken) = (false, false);
        lock (_gate)
        {
            broken = _broken.Contains(from);
            if (!broken)
            {
                _broken.RemoveWhere(older => older.Producer == from.Producer && older.Epoch < from.Epoch);
                _waiting.Add(readings, from, submission);
                start = _inFlight is null && BeginNext();
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

    /// <summary>
    /// Takes the goal's message that it holds the readings of a call, which are not durable yet. A second message for the same call changes
    /// nothing.
    /// </summary>
    internal void Applied(long call)
    {
        lock (_gate)
        {
            if (call != _number || _applied || _inFlight is null)
            {
                return;
            }

            _applied = true;
            foreach (var part in _inFlight.Parts)
            {
                part.Submission.Apply(part.Count);
            }
        }
    }

    private async Task RunAsync()
    {
        bool more;
        do
        {
            var call = _inFlight!;
            var watcher = call.TellsApplied ? _watcher?.Invoke() : null;
            Appended? appended;
            try
            {
                appended = await (_throttle.MayActivate(_answered) ? SendThrottledAsync(call, watcher) : SendAsync(call, watcher));
                _answered = _time.GetTimestamp();
            }
            catch (Exception failure)
            {
                call.Abandon();
                appended = await RepeatAsync(call, watcher, failure);
            }

            if (appended is { } answer)
            {
                Answer(call, answer);
            }

            lock (_gate)
            {
                more = BeginNext();
            }

            call.End();
        }
        while (more);
    }

    private Task<Appended> SendAsync(GoalCall call, IAppliedObserver? watcher) =>
        watcher is null ? _goal.Append(call.Sent) : _goal.AppendTelling(call.Sent, watcher, _number);

    private async Task<Appended> SendThrottledAsync(GoalCall call, IAppliedObserver? watcher)
    {
        var ticket = await _throttle.EnterAsync(ActivationPriority.OfReadings);
        try
        {
            return await SendAsync(call, watcher);
        }
        finally
        {
            _throttle.Leave(ticket);
        }
    }

    private bool BeginNext()
    {
        if (_waiting.Take(MostReadings) is { } next)
        {
            Begin(next);
            return true;
        }

        _inFlight = null;
        return false;
    }

    private void Begin(GoalCall call)
    {
        _inFlight = call;
        _applied = false;
        _number++;
    }

    /// <summary>
    /// Repeats a call that failed. A silo may have died, or another activation may own the goal: the next call finds the one that lives.
    /// </summary>
    /// <returns>The answer; null when the call was given up, because the store takes no writes or two minutes have passed.</returns>
    private async Task<Appended?> RepeatAsync(GoalCall call, IAppliedObserver? watcher, Exception failure)
    {
        var started = _time.GetTimestamp();
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            if (failure is StoreUnavailableException || _time.GetElapsedTime(started) >= Patience)
            {
                GiveUp(call, failure);
                return null;
            }

            await Task.Delay(pause, _time);
            try
            {
                return await SendThrottledAsync(call, watcher);
            }
            catch (Exception again)
            {
                failure = again;
            }
        }
    }

    private void Answer(GoalCall call, Appended appended)
    {
        var applied = EndTelling();
        if (!appended.Taken)
        {
            Refuse(call, applied);
        }
        else if (appended.Fenced.IsEmpty)
        {
            call.Complete(appended.Position, applied);
        }
        else
        {
            foreach (var part in call.Parts)
            {
                if (appended.Fenced.Any(newer => newer.Producer == part.From.Producer && newer.Epoch > part.From.Epoch))
                {
                    part.Submission.Fail(new ProducerFencedException());
                }
                else
                {
                    part.Submission.Complete(part.Count, appended.Position, applied);
                }
            }
        }
    }

    private void Refuse(GoalCall call, bool applied)
    {
        var cut = Break(call);
        var readings = call.Sent.Readings;
        foreach (var part in call.Parts)
        {
            part.Submission.Refuse(readings.Span[..part.Count], applied);
            readings = readings[part.Count..];
        }

        foreach (var part in cut)
        {
            part.Submission.Fail(new StreamBrokenException());
        }
    }

    private void GiveUp(GoalCall call, Exception failure)
    {
        EndTelling();
        var cut = Break(call);
        foreach (var part in call.Parts.Concat(cut))
        {
            part.Submission.Fail(failure);
        }
    }

    /// <summary>Makes the goal's message that it holds the readings ineffective, because it comes too late from here on.</summary>
    /// <returns>True if the message has come.</returns>
    private bool EndTelling()
    {
        lock (_gate)
        {
            var applied = _applied;
            _applied = true;
            return applied;
        }
    }

    /// <summary>Breaks the streams of a call.</summary>
    /// <returns>The parts of broken streams that were still waiting.</returns>
    private List<CallPart> Break(GoalCall call)
    {
        lock (_gate)
        {
            _broken.UnionWith(call.Parts.Select(part => part.From));
            return _waiting.TakeAllOf(_broken);
        }
    }
}
