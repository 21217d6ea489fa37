using OkrGrains.Grains.Propagation;
using OkrGrains.Grains.Readings;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Ingest;

/// <summary>
/// Sends readings in ingest batches: what is submitted while one is in flight goes with the next, which starts when all calls of the one
/// before have ended.
/// </summary>
/// <remarks>
/// So the busier the goals are, the more readings each call carries, as with group commits. After a pause, see <see cref="BatchPacing"/>, the
/// next one carries more still.
/// </remarks>
/// <param name="senders">Returns the sender with an index.</param>
/// <param name="time">The time source, for pauses and for limits on how long calls are waited for.</param>
internal sealed class IngestBatcher(Func<int, GoalSender> senders, TimeProvider time)
{
    /// <summary>
    /// The most calls of an ingest batch that are in flight at a time. What they hold then dies young, commits begin while calls are still
    /// being made, and a batch to a hundred thousand goals is never in memory as a whole.
    /// </summary>
    public const int MostCalls = 16_384;

    /// <summary>The longest wait for calls: a goal that does not answer must not hold up the others for longer.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Queue<PendingBatch> _waiting = new();
    private readonly List<PendingBatch> _taken = [];
    private readonly List<int> _touched = [];

    /// <summary>
    /// Streams of which readings were lost here, before they reached the senders of their goals. Nothing more of them is sent: a goal that
    /// took later readings would take the lost ones for duplicates when they are sent again.
    /// </summary>
    private readonly HashSet<ProducerEpoch> _broken = [];
    private int[] _places = [];
    private bool _running;
    private long _waitingReadings;
    private long _enough;
    private TaskCompletionSource? _pause;

    /// <summary>Adds readings to the next ingest batch.</summary>
    public void Add(in PendingBatch batch)
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
        // The submitter continues at once.
        await Task.Yield();
        var pacing = BatchPacing.None;
        do
        {
            var started = time.GetTimestamp();
            try
            {
                Take(pacing.MaxReadings);
                var goals = await SendAsync();
                _taken.Clear();
                pacing = BatchPacing.After(goals, time.GetElapsedTime(started));
                await WaitAsync(pacing);
            }
            catch (Exception failure)
            {
                // Whatever it is, such as too little memory for the batch: only its streams end with it. The loop would never be started
                // again, and ingest would be dead without a word.
                Break(failure);
                pacing = BatchPacing.None;
            }
        }
        while (GoesOn());
    }

    /// <summary>Ends the loop when nothing waits; the next submission starts it again.</summary>
    private bool GoesOn()
    {
        lock (_gate)
        {
            return _running = _waiting.Count > 0;
        }
    }

    private async Task WaitAsync(BatchPacing wait)
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

        // The submitter whose readings ended the pause continues at once, too.
        await Task.Yield();
    }

    /// <summary>
    /// Takes the pending batches of the next ingest batch: as many as fit, and never two epochs of one producer. Those of broken streams
    /// fail.
    /// </summary>
    private void Take(int most)
    {
        var epochs = new Dictionary<long, long>();
        var readings = 0;
        lock (_gate)
        {
            while (_waiting.TryPeek(out var next)
                && (_taken.Count == 0 || readings + next.Count <= most)
                && (epochs.TryAdd(next.From.Producer, next.From.Epoch) || epochs[next.From.Producer] == next.From.Epoch))
            {
                readings += next.Count;
                _taken.Add(_waiting.Dequeue());
                _waitingReadings -= next.Count;
            }
        }

        if (_broken.Count > 0)
        {
            _broken.RemoveWhere(older => epochs.TryGetValue(older.Producer, out var newer) && newer > older.Epoch);
            _taken.RemoveAll(FailsAsBroken);
        }
    }

    private bool FailsAsBroken(PendingBatch batch)
    {
        var broken = _broken.Contains(batch.From);
        if (broken)
        {
            Fail(batch, new StreamBrokenException());
        }

        return broken;
    }

    /// <summary>Fails the pending batches that were taken, of which readings may not have been sent, and breaks their streams.</summary>
    private void Break(Exception failure)
    {
        _touched.Clear();
        Array.Clear(_places);
        foreach (var batch in _taken)
        {
            _broken.Add(batch.From);
            Fail(batch, failure);
        }

        _taken.Clear();
    }

    private static void Fail(in PendingBatch batch, Exception failure)
    {
        var readings = batch.Count;
        batch.Buffer.Dispose();
        batch.Submission.Fail(readings, failure);
    }

    /// <summary>Sends the pending batches that were taken.</summary>
    /// <returns>The number of goals that they went to.</returns>
    private async Task<int> SendAsync()
    {
        PendingBatch[] batches = [.. _taken];
        var readings = batches.Sum(static batch => batch.Count);
        if (readings == 0)
        {
            return 0;
        }

        Count(batches);
        var batch = new IngestBatch(batches, readings);
        try
        {
            Place(batch);
            await SendAsync(batch);
        }
        finally
        {
            batch.Release(isLost: false);
        }

        var goals = _touched.Count;
        _touched.Clear();
        return goals;
    }

    /// <summary>Sends each goal its slice of an ingest batch, and waits for the calls.</summary>
    private async Task SendAsync(IngestBatch batch)
    {
        var (start, made) = (0, 0);
        var flight = new CallsInFlight();
        try
        {
            foreach (var sender in _touched)
            {
                if (++made % TurnRelease<HandedReadings>.AtATime == 0)
                {
                    // As turns are released: what waits for a thread goes before the rest of a large batch.
                    await Task.Yield();
                }

                var end = _places[sender];
                _places[sender] = 0;
                if (flight.Count >= MostCalls && !await flight.DownToAsync(MostCalls / 2, Longest, time))
                {
                    flight = new CallsInFlight();
                }

                batch.Send(senders(sender), start, end - start, flight);
                start = end;
            }
        }
        catch (Exception failure)
        {
            // Those that are in flight have outcomes of their own. The others would never have one, nor give back their room.
            batch.FailFrom(start, failure);
            throw;
        }

        await flight.DownToAsync(0, Longest, time);
    }

    /// <summary>
    /// Sorts the readings by sender. The counts become the places of each sender's first reading, and in the end the places behind its
    /// last.
    /// </summary>
    private void Place(IngestBatch batch)
    {
        // Goals that were first named one after the other are mostly siblings, whose rows lie side by side. Sent one after the other they
        // share pages of the store, and the goal above hears of them together.
        _touched.Sort();
        var start = 0;
        foreach (var sender in _touched)
        {
            var count = _places[sender];
            _places[sender] = start;
            start += count;
        }

        batch.Place(_places);
    }

    /// <summary>Counts the readings of each sender, and collects the senders that have any.</summary>
    private void Count(PendingBatch[] batches)
    {
        foreach (var batch in batches)
        {
            foreach (var sender in batch.Buffer.Senders)
            {
                if (sender >= _places.Length)
                {
                    Array.Resize(ref _places, Math.Max(2 * _places.Length, sender + 1));
                }

                if (_places[sender]++ == 0)
                {
                    _touched.Add(sender);
                }
            }
        }
    }
}
