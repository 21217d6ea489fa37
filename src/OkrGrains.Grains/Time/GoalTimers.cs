using Microsoft.Extensions.Logging;
using OkrGrains.Grains.Goals;
using OkrGrains.Grains.Propagation;
using OkrGrains.Model.Time;

namespace OkrGrains.Grains.Time;

/// <summary>
/// The timers of the goals that are active in this silo: one entry for each goal that the clock will change, ordered by instant, and one
/// alarm for the first. A goal that is due is told once, and enters its next instant itself.
/// </summary>
internal sealed class GoalTimers : IDisposable
{
    /// <summary>The most goals that are advanced at a time: their states go to the store in one commit.</summary>
    private const int AtATime = 1024;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly SortedSet<Entry> _order = new(EntryOrder.Instance);
    private readonly Lock _gate = new();
    private readonly GoalClock _clock;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly GoalAlarm _alarm;
    private Task _running = Task.CompletedTask;

    public GoalTimers(GoalClock clock, TimeProvider time, ILogger<GoalTimers> logger)
    {
        _clock = clock;
        _time = time;
        _logger = logger;
        _alarm = clock.CreateAlarm(() => _ = RunDueAsync());
    }

    /// <summary>The number of goals that have an entry.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _entries.Count;
            }
        }
    }

    /// <summary>Enters the instant at which the clock next changes a goal, in place of the one entered before; null for never.</summary>
    public void Enter(string key, IGoalGrain goal, Instant? at)
    {
        lock (_gate)
        {
            if (_entries.TryGetValue(key, out var held))
            {
                if (held.At == at)
                {
                    return;
                }

                Take(held);
            }

            if (at is { } instant)
            {
                var entry = new Entry(instant, key, goal);
                _entries.Add(key, entry);
                _order.Add(entry);
            }

            Arm();
        }
    }

    /// <summary>Removes the entry of a goal.</summary>
    public void Remove(string key)
    {
        lock (_gate)
        {
            if (_entries.TryGetValue(key, out var held))
            {
                Take(held);
                Arm();
            }
        }
    }

    /// <summary>Advances every goal that is due. Joins the run that is in progress, if there is one.</summary>
    public Task RunDueAsync()
    {
        lock (_gate)
        {
            if (_running.IsCompleted && IsDue())
            {
                _running = RunAsync();
            }

            return _running;
        }
    }

    public void Dispose() => _alarm.Dispose();

    private async Task RunAsync()
    {
        await Task.Yield();
        while (TakeDue() is { Count: > 0 } due)
        {
            await Task.WhenAll(due.Select(FireAsync));
        }
    }

    private async Task FireAsync(Entry entry)
    {
        try
        {
            await entry.Goal.OnTimer();
        }
        catch (Exception failure)
        {
            GoalTimersLog.TimerFailed(_logger, entry.Key, failure);
            _ = EnterAgainAsync(entry);
        }
    }

    /// <summary>Enters a goal again that failed, whatever the cause, unless it has entered an instant itself meanwhile.</summary>
    private async Task EnterAgainAsync(Entry entry)
    {
        await Task.Delay(Pause, _time);
        lock (_gate)
        {
            if (_entries.TryAdd(entry.Key, entry))
            {
                _order.Add(entry);
            }
        }

        await RunDueAsync();
    }

    private List<Entry> TakeDue()
    {
        var due = new List<Entry>();
        lock (_gate)
        {
            while (due.Count < AtATime && IsDue())
            {
                var first = _order.Min!;
                Take(first);
                due.Add(first);
            }

            if (due.Count == 0)
            {
                // Set under the same lock, so that whatever is entered from here on finds either a run that will still take it, or none.
                _running = Task.CompletedTask;
            }

            Arm();
        }

        return due;
    }

    private bool IsDue() => _order.Min is { } first && first.At <= _clock.Now;

    private void Take(Entry entry)
    {
        _entries.Remove(entry.Key);
        _order.Remove(entry);
    }

    private void Arm() => _alarm.Set(_order.Min?.At);

    private sealed record Entry(Instant At, string Key, IGoalGrain Goal);

    private sealed class EntryOrder : IComparer<Entry>
    {
        public static EntryOrder Instance { get; } = new();

        public int Compare(Entry? x, Entry? y)
        {
            var byInstant = x!.At.CompareTo(y!.At);
            return byInstant != 0 ? byInstant : string.CompareOrdinal(x.Key, y.Key);
        }
    }
}
