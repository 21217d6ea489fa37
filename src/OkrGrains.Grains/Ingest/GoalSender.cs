using OkrGrains.Grains.Goals;
using OkrGrains.Grains.Propagation;
using OkrGrains.Grains.Readings;
using OkrGrains.Grains.Time;
using OkrGrains.Storage;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Ingest;

/// <summary>
/// Sends readings to one goal. One call is in flight at a time, and what arrives meanwhile joins the next one. A call whose outcome is
/// unknown is repeated, which is safe because the goal leaves out what it holds.
/// </summary>
public sealed partial class GoalSender
{
    /// <summary>The most readings in a call made from the queue, unless the first slice alone has more.</summary>
    private const int MaxReadings = 8192;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly IReadingGrain _goal;
    private readonly ActivationThrottle _throttle;
    private readonly TimeProvider _time;
    private readonly Func<IAppliedObserver>? _observer;
    private readonly ActiveGrains? _active;
    private readonly Lock _gate = new();
    private readonly SendQueue _waiting = new();

    /// <summary>
    /// Streams of which readings were given up, or were refused by a goal that had left the plan. Nothing more of them is sent: if the goal
    /// took later readings, it would take the lower sequences for duplicates when they are sent again, and they would be lost. Null for
    /// none: there is a sender for each goal, and hardly any ever breaks a stream.
    /// </summary>
    private HashSet<ProducerEpoch>? _broken;
    private GoalCall? _inFlight;
    private HandedReadings? _handed;
    private ActiveGrain? _grain;

    /// <summary>Where calls are made from. What is told in a turn of a goal must not go on there.</summary>
    private TaskScheduler _home = TaskScheduler.Default;
    private long? _answered;
    private bool _applied;
    private long _number;

    internal GoalSender(
        WorkspaceIngest? owner,
        int index,
        IReadingGrain goal,
        ActivationThrottle throttle,
        TimeProvider time,
        Func<IAppliedObserver>? observer = null,
        ActiveGrains? active = null)
    {
        Owner = owner;
        Index = index;
        _goal = goal;
        _throttle = throttle;
        _time = time;
        _observer = observer;
        _active = active;
    }

    /// <summary>The goal that readings are sent to; not set for a sender without a gateway.</summary>
    public GoalAddress Goal { get; internal init; }

    /// <summary>The workspace's ingest that the sender belongs to; null for a sender without one.</summary>
    internal WorkspaceIngest? Owner { get; }

    /// <summary>The index of the sender among those of its workspace.</summary>
    public int Index { get; }

    /// <summary>
    /// Sends readings after all that were sent before: at once if no call is in flight, and otherwise, in a copy, with the next call.
    /// Readings of broken streams fail.
    /// </summary>
    /// <param name="call">A call with one slice.</param>
    /// <returns>True if the call is in flight; it ends by itself. False if its slice is not needed any more: the caller ends it.</returns>
    internal bool Send(GoalCall call)
    {
        GoalSlice lost = default;
        bool isFree, starts;
        _home = TaskScheduler.Current;
        lock (_gate)
        {
            isFree = _inFlight is null && _broken is not { Count: > 0 };
            if (isFree)
            {
                Begin(call);
            }
            else
            {
                lost = Enqueue(call.First);
            }

            starts = isFree || (_inFlight is null && BeginNext());
        }

        if (lost.Count > 0)
        {
            lost.Outcomes.Fail(lost.BatchOf.Span, new StreamBrokenException());
        }

        if (starts && !TryHandOver())
        {
            _ = RunAsync(failure: null);
        }

        return isFree;
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
            _inFlight.Apply();
        }
    }

    /// <param name="failure">The failure of an attempt that has been made; null for none.</param>
    private async Task RunAsync(Exception? failure)
    {
        GoalCall call;
        do
        {
            call = _inFlight!;
            try
            {
                if (await CallAsync(call, failure) is { } answer)
                {
                    Answer(call, answer);
                }
            }
            catch (Exception other)
            {
                // Whatever it is, the sender goes on with the next call: it would never be started again.
                GiveUp(call, other);
            }

            failure = null;
        }
        while (EndAndBeginNext(call) && !TryHandOver());
    }

    /// <returns>The answer; null when the call was given up.</returns>
    private async Task<Appended?> CallAsync(GoalCall call, Exception? failure)
    {
        var observer = call.TellsApplied ? _observer?.Invoke() : null;
        if (failure is null)
        {
            try
            {
                var appended = await (_throttle.MayActivate(_answered) ? SendThrottledAsync(call, observer) : SendAsync(call, observer));
                _answered = _time.GetTimestamp();
                return appended;
            }
            catch (Exception first)
            {
                failure = first;
            }
        }

        lock (_gate)
        {
            call.Detach();
        }

        return await RepeatAsync(call, observer, failure);
    }

    /// <returns>True if there is a next call.</returns>
    private bool EndAndBeginNext(GoalCall call)
    {
        bool more;
        lock (_gate)
        {
            more = BeginNext();
        }

        call.End();
        return more;
    }

    private Task<Appended> SendAsync(GoalCall call, IAppliedObserver? observer) =>
        observer is null ? _goal.Append(call.Sent) : _goal.AppendTelling(call.Sent, observer, _number);

    private async Task<Appended> SendThrottledAsync(GoalCall call, IAppliedObserver? observer)
    {
        var ticket = await _throttle.EnterAsync(Goal.Workspace ?? string.Empty, CallRank.OfReadings);
        try
        {
            return await SendAsync(call, observer);
        }
        finally
        {
            _throttle.Leave(ticket);
        }
    }

    /// <summary>Queues the readings of streams that are not broken, and returns the others.</summary>
    private GoalSlice Enqueue(in GoalSlice slice)
    {
        if (_broken is not { Count: > 0 } broken)
        {
            _waiting.Add(slice);
            return default;
        }

        return EnqueueUnbroken(slice, broken);
    }

    /// <summary>Stands apart since its closures would be allocated by every call otherwise.</summary>
    private GoalSlice EnqueueUnbroken(GoalSlice slice, HashSet<ProducerEpoch> broken)
    {
        broken.RemoveWhere(older => slice.Streams.Any(newer => newer.Producer == older.Producer && newer.Epoch > older.Epoch));
        var rest = slice.Where(stream => !broken.Contains(stream));
        if (rest.Count > 0)
        {
            _waiting.Add(rest);
        }

        return slice.Where(broken.Contains);
    }

    private bool BeginNext()
    {
        if (_waiting.Take(MaxReadings) is { } next)
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
    private async Task<Appended?> RepeatAsync(GoalCall call, IAppliedObserver? observer, Exception failure)
    {
        var started = _time.GetTimestamp();
        var backoff = new Backoff(FirstPause, LongestPause);
        while (true)
        {
            if (failure is StoreUnavailableException || _time.GetElapsedTime(started) >= Patience)
            {
                GiveUp(call, failure);
                return null;
            }

            await Task.Delay(backoff.Next(), _time);
            try
            {
                return await SendThrottledAsync(call, observer);
            }
            catch (Exception again)
            {
                failure = again;
            }
        }
    }

    private void Answer(GoalCall call, Appended appended)
    {
        var wasApplied = EndTelling();
        if (appended.Taken)
        {
            call.Complete(appended.Position, appended.Fenced, wasApplied);
            return;
        }

        var lost = Break(call);
        call.Refuse(wasApplied);
        Fail(lost, new StreamBrokenException());
    }

    private void GiveUp(GoalCall call, Exception failure)
    {
        EndTelling();
        var lost = Break(call);
        call.Fail(failure);
        Fail(lost, failure);
    }

    private static void Fail(List<GoalSlice> lost, Exception failure)
    {
        foreach (var slice in lost)
        {
            slice.Outcomes.Fail(slice.BatchOf.Span, failure);
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
    /// <returns>The readings of broken streams that were still waiting.</returns>
    private List<GoalSlice> Break(GoalCall call)
    {
        lock (_gate)
        {
            _broken ??= [];
            _broken.UnionWith(call.Sent.Streams);
            return _waiting.TakeAllOf(_broken);
        }
    }
}
