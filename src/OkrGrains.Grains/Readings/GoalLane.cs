using System.Collections.Immutable;
using OkrGrains.Storage;

namespace OkrGrains.Grains.Readings;

/// <summary>
/// The way of readings to one goal: one call in flight; what arrives meanwhile joins the next. A call whose outcome is unknown is
/// repeated, since the goal leaves out what it holds.
/// </summary>
internal sealed class GoalLane(IReadingGrain goal, TimeProvider time)
{
    /// <summary>At most so many readings in one call.</summary>
    private const int MostReadings = 8192;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Lock _gate = new();
    private readonly Queue<Part> _waiting = new();

    /// <summary>
    /// Streams of which a part was given up. Had the goal later ones of them, it would take the lower sequences for duplicates when they
    /// are sent again, and they would be lost.
    /// </summary>
    private readonly HashSet<ProducerEpoch> _broken = [];

    /// <summary>
    /// Streams of which the goal has not taken a part, because it had left the plan. Should it come back, it takes none of their later ones:
    /// the lower sequences would pass for duplicates when another stream sends them again.
    /// </summary>
    private readonly HashSet<ProducerEpoch> _notTaken = [];
    private bool _running;

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
                _notTaken.RemoveWhere(older => IsOlder(older, part.From));
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

    private async Task RunAsync()
    {
        // Whoever adds goes on at once.
        await Task.Yield();
        while (Take() is { Count: > 0 } parts)
        {
            try
            {
                var open = WithoutNotTaken(parts);
                if (open.Count == 0)
                {
                    continue;
                }

                var appended = await SendAsync([.. open.SelectMany(part => part.Readings)]);
                foreach (var part in open)
                {
                    Answer(part, appended);
                }
            }
            catch (Exception failure)
            {
                GiveUp(parts, failure);
            }
        }
    }

    /// <summary>Answers those of streams of which the goal has not taken an earlier part.</summary>
    /// <returns>The others.</returns>
    private List<Part> WithoutNotTaken(List<Part> parts)
    {
        HashSet<ProducerEpoch> closed;
        lock (_gate)
        {
            closed = [.. parts.Select(part => part.From).Where(_notTaken.Contains)];
        }

        foreach (var part in parts.Where(part => closed.Contains(part.From)))
        {
            NotTaken(part);
        }

        return closed.Count == 0 ? parts : [.. parts.Where(part => !closed.Contains(part.From))];
    }

    private void GiveUp(List<Part> parts, Exception failure)
    {
        var lost = new List<Part>(parts);
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

        foreach (var part in lost)
        {
            part.Submission.Fail(failure);
        }
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
            return parts;
        }
    }

    private async Task<Appended> SendAsync(ImmutableArray<SentReading> readings)
    {
        var started = time.GetTimestamp();
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                return await goal.Append(readings);
            }
            catch (Exception failure) when (failure is not StoreUnavailableException && time.GetElapsedTime(started) < Patience)
            {
                // A silo may have died, or another activation may own the goal: the next call finds the one that lives.
                await Task.Delay(pause, time);
            }
        }
    }

    private static bool IsOlder(ProducerEpoch one, ProducerEpoch than) => one.Producer == than.Producer && one.Epoch < than.Epoch;

    private void NotTaken(Part part)
    {
        lock (_gate)
        {
            _notTaken.Add(part.From);
        }

        part.Submission.Complete(0, part.Readings.Select(reading => reading.Sequence));
    }

    private void Answer(Part part, Appended appended)
    {
        if (!appended.Taken)
        {
            NotTaken(part);
        }
        else if (appended.Fenced.Any(newer => newer.Producer == part.From.Producer && newer.Epoch > part.From.Epoch))
        {
            part.Submission.Fail(new ProducerFencedException());
        }
        else
        {
            part.Submission.Complete(appended.Position, []);
        }
    }

    /// <summary>What one submission has for the goal.</summary>
    /// <param name="Readings">By rising sequence.</param>
    /// <param name="From">Whose they are.</param>
    /// <param name="Submission">Is told of the outcome.</param>
    internal sealed record Part(ImmutableArray<SentReading> Readings, ProducerEpoch From, Submission Submission);
}
