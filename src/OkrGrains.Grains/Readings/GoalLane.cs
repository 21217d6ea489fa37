using System.Collections.Immutable;
using OkrGrains.Storage;
using OkrGrains.Storage.Producers;

namespace OkrGrains.Grains.Readings;

/// <summary>
/// The way of readings to one goal: one call in flight; what arrives meanwhile joins the next. A call whose outcome is unknown is
/// repeated, since the goal leaves out what it holds.
/// </summary>
internal sealed class GoalLane(IReadingGrain goal, TimeProvider time, IAppliedWatcher? watcher = null)
{
    /// <summary>At most so many readings in one call.</summary>
    private const int MostReadings = 8192;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Lock _gate = new();
    private readonly Queue<Part> _waiting = new();

    /// <summary>
    /// Streams of which a part was given up, or not taken by a goal that had left the plan. Had the goal later ones of them, it would take
    /// the lower sequences for duplicates when they are sent again, and they would be lost.
    /// </summary>
    private readonly HashSet<ProducerEpoch> _broken = [];
    private bool _running;
    private List<Part> _inFlight = [];
    private long _call;

    /// <summary>Sends readings after all that were added before.</summary>
    public void Add(Part part)
    {
        var (start, broken) = (false, false);
        lock (_gate)
        {
            broken = _broken.Contains(part.From);
            if (!broken)
            {
                _broken.RemoveWhere(older => IsOlder(older, part.From));
                _waiting.Enqueue(part);
                start = !_running;
                _running = true;
            }
        }

        if (broken)
        {
            part.Submission.Fail(new StreamBrokenException());
        }
        else if (start)
        {
            _ = RunAsync();
        }
    }

    /// <summary>The goal holds the readings of a call, which are not durable yet.</summary>
    public void Applied(long call)
    {
        List<Part> parts;
        lock (_gate)
        {
            parts = call == _call ? _inFlight : [];
        }

        foreach (var part in parts)
        {
            part.Apply();
        }
    }

    private async Task RunAsync()
    {
        // Whoever adds goes on at once.
        await Task.Yield();
        while (Take() is { Count: > 0 } parts)
        {
            try
            {
                var appended = await SendAsync([.. parts.SelectMany(part => part.Readings)], parts.Any(part => part.TellsApplied));
                var cut = appended.Taken ? [] : Break(parts);
                foreach (var part in parts)
                {
                    Answer(part, appended);
                }

                foreach (var part in cut)
                {
                    part.Submission.Fail(new StreamBrokenException());
                }
            }
            catch (Exception failure)
            {
                GiveUp(parts, failure);
            }
        }
    }

    private void GiveUp(List<Part> parts, Exception failure)
    {
        foreach (var part in parts.Concat(Break(parts)))
        {
            part.Submission.Fail(failure);
        }
    }

    /// <summary>Ends the streams of some parts.</summary>
    /// <returns>What else of them was waiting.</returns>
    private List<Part> Break(List<Part> parts)
    {
        var lost = new List<Part>();
        lock (_gate)
        {
            _broken.UnionWith(parts.Select(part => part.From));
            for (var count = _waiting.Count; count > 0; count--)
            {
                var part = _waiting.Dequeue();
                if (_broken.Contains(part.From))
                {
                    lost.Add(part);
                }
                else
                {
                    _waiting.Enqueue(part);
                }
            }
        }

        return lost;
    }

    private List<Part> Take()
    {
        lock (_gate)
        {
            var parts = new List<Part>();
            var readings = 0;
            while (_waiting.TryPeek(out var next) && (parts.Count == 0 || readings + next.Readings.Length <= MostReadings))
            {
                parts.Add(_waiting.Dequeue());
                readings += next.Readings.Length;
            }

            _running = parts.Count > 0;
            _inFlight = parts;
            _call++;
            return parts;
        }
    }

    private async Task<Appended> SendAsync(ImmutableArray<SentReading> readings, bool telling)
    {
        var started = time.GetTimestamp();
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                return await (telling && watcher is not null ? goal.AppendTelling(readings, watcher, _call) : goal.Append(readings));
            }
            catch (Exception failure) when (failure is not StoreUnavailableException && time.GetElapsedTime(started) < Patience)
            {
                // A silo may have died, or another activation may own the goal: the next call finds the one that lives.
                await Task.Delay(pause, time);
            }
        }
    }

    private static bool IsOlder(ProducerEpoch one, ProducerEpoch than) => one.Producer == than.Producer && one.Epoch < than.Epoch;

    private static void Answer(Part part, Appended appended)
    {
        if (!appended.Taken)
        {
            part.Complete(0, part.Readings.Select(reading => reading.Sequence));
        }
        else if (appended.Fenced.Any(newer => newer.Producer == part.From.Producer && newer.Epoch > part.From.Epoch))
        {
            part.Submission.Fail(new ProducerFencedException());
        }
        else
        {
            part.Complete(appended.Position, []);
        }
    }

    /// <summary>What one submission has for the goal.</summary>
    /// <param name="Readings">By rising sequence.</param>
    /// <param name="From">Whose they are.</param>
    /// <param name="Submission">Is told of the outcome.</param>
    /// <param name="TellsApplied">Whether it is to be told once the goal holds them, before they are durable.</param>
    internal sealed record Part(
        ImmutableArray<SentReading> Readings, ProducerEpoch From, Submission Submission, bool TellsApplied = false)
    {
        private int _applied;

        /// <summary>The goal holds them; said again, it changes nothing.</summary>
        public void Apply()
        {
            if (Interlocked.Exchange(ref _applied, 1) == 0)
            {
                Submission.Apply();
            }
        }

        /// <summary>They are durable, but for those not taken.</summary>
        public void Complete(long position, IEnumerable<long> notTaken) =>
            Submission.Complete(position, notTaken, wasApplied: Interlocked.Exchange(ref _applied, 1) == 1);
    }
}
