namespace OkrGrains.Grains.Readings;

/// <summary>
/// Sends readings in waves: what is submitted while one is under way goes with the next, which leaves when all of the one before are back.
/// So the busier the goals are, the more readings each call carries; as commits go in groups. After a large wave there is a pause, in which
/// the processor is the producers' alone, until as many readings wait: without one, waves that come one upon another become smaller, since
/// little is taken in beside them.
/// </summary>
/// <param name="lanes">The lane at an index.</param>
/// <param name="time">Limits how long a wave is waited for.</param>
internal sealed class ReadingWaves(Func<int, GoalLane> lanes, TimeProvider time)
{
    /// <summary>
    /// So many calls of a wave are under way at a time. What they hold on the way dies young then, commits begin while calls are still
    /// being made, and a wave to a hundred thousand goals does not stand in memory as a whole.
    /// </summary>
    public const int MostCalls = 1024;

    /// <summary>A goal that does not answer holds the others up no longer than this.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Queue<WaveBatch> _waiting = new();
    private readonly List<int> _touched = [];
    private int[] _places = [];
    private bool _running;
    private long _waitingReadings;
    private long _enough;
    private TaskCompletionSource? _pause;

    /// <summary>Sends readings with the next wave.</summary>
    public void Add(in WaveBatch batch)
    {
        bool start;
        TaskCompletionSource? pause;
        lock (_gate)
        {
            _waiting.Enqueue(batch);
            _waitingReadings += batch.Count;
            pause = _waitingReadings >= _enough ? _pause : null;
            start = !_running;
            _running = true;
        }

        pause?.TrySetResult();
        if (start)
        {
            _ = RunAsync();
        }
    }

    private async Task RunAsync()
    {
        // Whoever submits goes on at once.
        await Task.Yield();
        var pause = WavePause.None;
        while (Take(pause.MostReadings, out var readings) is { Length: > 0 } batches)
        {
            var started = time.GetTimestamp();
            var goals = await SendAsync(batches, readings);
            pause = WavePause.After(readings, goals, time.GetElapsedTime(started));
            await WaitAsync(pause);
        }
    }

    private async Task WaitAsync(WavePause wait)
    {
        TaskCompletionSource pause;
        lock (_gate)
        {
            if (_waitingReadings >= wait.Enough)
            {
                return;
            }

            pause = new TaskCompletionSource();
            (_enough, _pause) = (wait.Enough, pause);
        }

        await pause.Task.WaitAsync(wait.Longest, time)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        lock (_gate)
        {
            _pause = null;
        }

        // Here too whoever submits goes on at once.
        await Task.Yield();
    }

    /// <summary>Takes as many batches as make a wave in which no producer has two epochs.</summary>
    private WaveBatch[] Take(int most, out int readings)
    {
        var taken = new List<WaveBatch>();
        var epochs = new Dictionary<long, long>();
        readings = 0;
        lock (_gate)
        {
            while (_waiting.TryPeek(out var next)
                && (taken.Count == 0 || readings + next.Count <= most)
                && (epochs.TryAdd(next.From.Producer, next.From.Epoch) || epochs[next.From.Producer] == next.From.Epoch))
            {
                readings += next.Count;
                taken.Add(_waiting.Dequeue());
            }

            _waitingReadings -= readings;
            _running = taken.Count > 0;
        }

        return [.. taken];
    }

    /// <returns>How many goals the wave went to.</returns>
    private async Task<int> SendAsync(WaveBatch[] batches, int readings)
    {
        Count(batches);
        var wave = new ReadingWave(batches, readings);
        Place(wave);
        var start = 0;
        var flight = new WaveFlight();
        foreach (var lane in _touched)
        {
            var end = _places[lane];
            _places[lane] = 0;
            if (flight.Away >= MostCalls && !await flight.DownToAsync(MostCalls / 2, Longest, time))
            {
                flight = new WaveFlight();
            }

            wave.Send(lanes(lane), start, end - start, flight);
            start = end;
        }

        await flight.DownToAsync(0, Longest, time);
        var goals = _touched.Count;
        _touched.Clear();
        wave.Return();
        return goals;
    }

    /// <summary>Sorts by lane: the counts become the places of each lane's first reading, and then those behind its last.</summary>
    private void Place(ReadingWave wave)
    {
        // Goals that were first named one after the other are mostly siblings, whose rows lie side by side: sent one after the other they
        // share pages of the store, and the goal above hears of them together.
        _touched.Sort();
        var start = 0;
        foreach (var lane in _touched)
        {
            var count = _places[lane];
            _places[lane] = start;
            start += count;
        }

        wave.Place(_places);
    }

    /// <summary>Counts the readings of each lane, and notes which lanes there are.</summary>
    private void Count(WaveBatch[] batches)
    {
        foreach (var batch in batches)
        {
            foreach (var lane in batch.Draft.Lanes)
            {
                if (lane >= _places.Length)
                {
                    Array.Resize(ref _places, Math.Max(2 * _places.Length, lane + 1));
                }

                if (_places[lane]++ == 0)
                {
                    _touched.Add(lane);
                }
            }
        }
    }
}
