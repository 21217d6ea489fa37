using System.Globalization;
using System.Text;

namespace OkrGrains.Simulation.Tests.Time;

/// <summary>
/// Runs everything that happens in one simulation, on one thread: turns that are ready run in a drawn order and take no time, and when none
/// is left, time goes on to the next event. The same seed makes the same happen again.
/// </summary>
internal sealed class World(int seed, StringBuilder? log = null)
{
    private const ulong Prime = 1099511628211;

    private readonly PriorityQueue<Action, (long At, long Order)> _events = new();
    private readonly List<TurnQueue> _ready = [];
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private long _order;

    /// <summary>What everything is drawn from.</summary>
    public int Seed { get; } = seed;

    // Not for cryptography: the same seed must draw the same again.
    public Random Random { get; } = new(seed);

    /// <summary>The time since the simulation began.</summary>
    public TimeSpan Now { get; private set; }

    /// <summary>
    /// A hash of everything that has happened. It differs, all but certainly, when anything has happened otherwise or at another time.
    /// </summary>
    public ulong Trace { get; private set; } = 14695981039346656037;

    /// <summary>The number of turns and events so far.</summary>
    public long Steps { get; private set; }

    public bool IsOver { get; private set; }

    /// <summary>The first fault: something has happened that must not; null when nothing has.</summary>
    public string? Fault { get; private set; }

    public bool Chance(int percent) => Random.Next(100) < percent;

    public bool PerMille(int chance) => Random.Next(1000) < chance;

    public TimeSpan Between(double fromMillis, double toMillis) =>
        TimeSpan.FromMicroseconds((long)((fromMillis + (Random.NextDouble() * (toMillis - fromMillis))) * 1000));

    public T Among<T>(IReadOnlyList<T> items) => items[Random.Next(items.Count)];

    public void After(TimeSpan delay, Action happens) => _events.Enqueue(happens, ((Now + delay).Ticks, _order++));

    public void Ready(TurnQueue turns) => _ready.Add(turns);

    /// <summary>Adds something that has happened to the trace, and to the log if there is one.</summary>
    public void Note(string what, long detail = 0)
    {
        foreach (var c in what)
        {
            Trace = (Trace ^ c) * Prime;
        }

        Trace = (Trace ^ (ulong)detail) * Prime;
        Trace = (Trace ^ (ulong)Now.Ticks) * Prime;
        log?.Append(CultureInfo.InvariantCulture, $"{Now.TotalSeconds,11:0.000000} {what} {detail}\n");
    }

    /// <summary>Takes a fault: something has happened that must not. Only the first one is kept.</summary>
    public void Fail(string fault) => Fault ??= $"at {Now.TotalSeconds:0.000000} s: {fault}";

    /// <summary>
    /// Checks that the code runs on the simulation's thread. Work that escapes to another thread would not come back the same.
    /// </summary>
    public void CheckThread()
    {
        if (Environment.CurrentManagedThreadId != _thread)
        {
            Fail("work has escaped to another thread: " + Environment.StackTrace);
            throw new InvalidOperationException(Fault);
        }
    }

    /// <summary>Runs until a task has ended.</summary>
    public void Run(Func<Task> main, TimeSpan longest, long mostSteps)
    {
        var surroundings = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            var running = new TurnQueue(this, null, "main").Start(main);
            while (!running.IsCompleted && Fault is null)
            {
                if (Now > longest || Steps > mostSteps || !Step())
                {
                    Fail($"a dead end: nothing more comes of it after {Steps} steps and {Now.TotalSeconds} s");
                }
            }

            if (running.Exception is { } failure)
            {
                Fail(failure.InnerException!.ToString());
            }
        }
        finally
        {
            IsOver = true;
            SynchronizationContext.SetSynchronizationContext(surroundings);
        }
    }

    private bool Step()
    {
        Steps++;
        if (_ready.Count > 0)
        {
            var drawn = Random.Next(_ready.Count);
            if (!_ready[drawn].RunNext())
            {
                _ready[drawn] = _ready[^1];
                _ready.RemoveAt(_ready.Count - 1);
            }

            return true;
        }

        if (!_events.TryDequeue(out var happens, out var due))
        {
            return false;
        }

        Now = new TimeSpan(Math.Max(due.At, Now.Ticks));
        happens();
        return true;
    }
}
