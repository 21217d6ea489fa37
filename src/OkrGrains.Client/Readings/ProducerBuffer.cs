using OkrGrains.Contracts.V1;

namespace OkrGrains.Client.Readings;

/// <summary>The next step of a sender.</summary>
internal enum SendStep
{
    /// <summary>The batch was filled and is to be sent.</summary>
    Send,

    /// <summary>The sender waits for readings or for room in the window.</summary>
    Wait,

    /// <summary>The sender waits for more readings to share a batch, for the batch delay at most.</summary>
    WaitForCompany,

    /// <summary>The producer is completed and everything is acknowledged.</summary>
    Done,
}

/// <summary>The limits of one stream.</summary>
/// <param name="Window">The maximum number of readings that are sent and not acknowledged.</param>
/// <param name="BatchReadings">The maximum number of readings in a batch; not more than the window.</param>
internal readonly record struct StreamLimits(int Window, int BatchReadings);

/// <summary>The queue between the writer of a producer and its stream. Safe for concurrent use.</summary>
internal sealed class ProducerBuffer(ReadingProducerOptions options) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly PendingReadings _pending = new(options.MaxUnacknowledged);
    private readonly GoalHandles _handles = new(options.MaxGoals);
    private readonly Resumption _resumption = new(options.Producer, options.HeldMustBeProven);
    private readonly FormerRejections _former = new();
    private readonly Signal _space = new();
    private long _unsentSince;
    private bool _completing;
    private bool _opened;
    private volatile bool _ended;

    /// <summary>A signal that is set when the sender may have something to do.</summary>
    public Signal Sendable { get; } = new();

    public string Token { get; private set; } = "";

    /// <summary>The generation of the workspace; 0 before the first stream.</summary>
    public int Generation { get; private set; }

    /// <summary>The incarnation of the store that the server runs on; empty before the first stream.</summary>
    public string Incarnation { get; private set; } = "";

    public bool IsDone
    {
        get
        {
            lock (_gate)
            {
                _resumption.ThrowIfDifferent(_pending.Written, _completing);
                return _completing && _pending.Acknowledged == _pending.Written;
            }
        }
    }

    public ProducerCounts Counts
    {
        get
        {
            lock (_gate)
            {
                return new(_pending.Written, _pending.Acknowledged, _pending.Applied, _pending.AlreadyHeld);
            }
        }
    }

    /// <summary>Adds a reading if there is room for it.</summary>
    /// <param name="goal">The goal, as <c>kpis/{id}</c> or <c>keyResults/{id}</c>.</param>
    /// <param name="timeMillis">The event time in milliseconds since 1970.</param>
    /// <param name="value">The value.</param>
    /// <param name="tag">The caller's number for the reading.</param>
    /// <param name="rejected">The rejection to report if the server rejected the reading in an earlier run; null otherwise.</param>
    /// <returns>False when there was no room and the reading was not added.</returns>
    public bool TryAdd(string goal, long timeMillis, double value, long tag, out RejectedReading? rejected)
    {
        rejected = null;
        lock (_gate)
        {
            if (_completing)
            {
                throw new InvalidOperationException("The producer has been completed.");
            }

            if (_pending.IsFull)
            {
                return false;
            }

            var reading = new PendingReading { TimeMillis = timeMillis, Value = value, Tag = tag, Handle = _handles.HandleOf(goal) };
            if (_pending.Add(reading))
            {
                rejected = TakeHeld(_pending.Written, reading);
            }

            var unsent = _pending.Written - _pending.Sent;
            if (unsent == 1)
            {
                _unsentSince = options.Time.GetTimestamp();
            }

            // A signal to the sender for each reading would cost more than the reading itself.
            if (unsent == 1 || unsent % options.BatchReadings == 0)
            {
                Sendable.Set();
            }

            return true;
        }
    }

    public ValueTask WaitForSpaceAsync(CancellationToken cancellation) => _space.WaitAsync(cancellation);

    /// <summary>True once nothing more will be sent, because the producer is done or has failed.</summary>
    public bool HasEnded => _ended;

    public void End()
    {
        _ended = true;
        _space.Set();
    }

    public void Complete()
    {
        lock (_gate)
        {
            _completing = true;
        }

        Sendable.Set();
    }

    /// <summary>Waits until there is something to send. Returns false when there never will be.</summary>
    public async ValueTask<bool> WaitForWorkAsync(CancellationToken cancellation)
    {
        while (!IsDone)
        {
            var counts = Counts;
            if (counts.Written > counts.Acknowledged)
            {
                return true;
            }

            await Sendable.WaitAsync(cancellation);
        }

        return false;
    }

    /// <summary>Starts over with a new stream: readings that the server does not hold are to be sent again.</summary>
    /// <returns>The rejections to report, of readings whose rejection may not have been reported before.</returns>
    /// <exception cref="ReadingsDifferException">The server holds other readings of the producer than were written.</exception>
    /// <exception cref="ReadingsLostException">
    /// The store was restored, and lacks acknowledged readings that are not kept any more.
    /// </exception>
    public IReadOnlyList<RejectedReading> StartStream(StreamOpened opened)
    {
        List<RejectedReading> rejections = [];
        var heldByServer = opened.LastSequence;
        lock (_gate)
        {
            GoBack(opened);
            var (first, acknowledged) = (!_opened, _pending.Acknowledged);
            _pending.ResumeAfter(heldByServer, first);
            _opened = true;
            _handles.StartStream();
            _resumption.Expect(opened, first);
            _former.Expect(opened);
            if (first && opened.ForgottenRejections > 0)
            {
                rejections.Add(FormerRejections.Forgotten(opened.ForgottenRejections));
            }

            for (var sequence = acknowledged + 1; sequence <= _pending.Acknowledged; sequence++)
            {
                if (TakeHeld(sequence, _pending[sequence]) is { } rejected)
                {
                    rejections.Add(rejected);
                }
            }

            _resumption.ThrowIfDifferent(_pending.Written, _completing);
        }

        _space.Set();
        Sendable.Set();
        return rejections;
    }

    public SendStep TakeBatch(ReadingBatch batch, StreamLimits limits)
    {
        lock (_gate)
        {
            _resumption.ThrowIfDifferent(_pending.Written, _completing);
            var unsent = _pending.Written - _pending.Sent;
            if (unsent == 0)
            {
                return _completing && _pending.Acknowledged == _pending.Written ? SendStep.Done : SendStep.Wait;
            }

            var wanted = Math.Min(unsent, limits.BatchReadings);
            if (_pending.Sent - _pending.Acknowledged + wanted > limits.Window)
            {
                return SendStep.Wait;
            }

            var full = unsent >= limits.BatchReadings;
            if (!full && !_completing && options.Time.GetElapsedTime(_unsentSince) < options.BatchDelay)
            {
                return SendStep.WaitForCompany;
            }

            _pending.MarkSent(BatchColumns.Fill(batch, _pending, _handles, _resumption, wanted));
            _unsentSince = options.Time.GetTimestamp();
            return SendStep.Send;
        }
    }

    /// <summary>Records an acknowledgement and returns the rejections to report among the acknowledged readings.</summary>
    public IReadOnlyList<RejectedReading> Acknowledge(ReadingsAck ack)
    {
        var through = ack.ThroughSequence;

        // At DURABLE both are equal, and older servers send only the first.
        var durable = options.AckLevel == AckLevel.Applied ? ack.DurableThroughSequence : through;
        IReadOnlyList<RejectedReading> rejections;
        lock (_gate)
        {
            if (Math.Max(through, durable) > _pending.Sent)
            {
                throw new Retrying.BrokenStreamException(
                    $"the server acknowledged reading {Math.Max(through, durable)}, and only {_pending.Sent} were sent");
            }

            rejections = _handles.AnyRejected ? RejectedThrough(through) : [];
            _pending.Acknowledge(through, durable);
            Token = ack.Token.Length > 0 ? ack.Token : Token;
        }

        _space.Set();
        Sendable.Set();
        return rejections;
    }

    /// <summary>Returns the readings of a rejection that have not been told yet.</summary>
    public IReadOnlyList<RejectedReading> Reject(ReadingRejection rejection)
    {
        var rejections = new List<RejectedReading>();
        lock (_gate)
        {
            // No run goes beyond what was written, whatever the server says.
            var last = rejection.Sequence + Math.Clamp(rejection.Count - 1, 0, Math.Max(0, _pending.Written - rejection.Sequence));
            for (var sequence = rejection.Sequence; sequence <= last; sequence++)
            {
                if (RejectOne(sequence, rejection) is { } rejected)
                {
                    rejections.Add(rejected);
                }
            }
        }

        return rejections;
    }

    public void RejectHandle(HandleRejection rejection)
    {
        lock (_gate)
        {
            _handles.Reject(rejection.Handle, rejection.Reason, rejection.Message);
        }
    }

    public void Dispose() => _resumption.Dispose();

    /// <summary>Goes back if the server runs on a restored store, which holds less than was acknowledged.</summary>
    private void GoBack(StreamOpened opened)
    {
        var (held, acknowledged, incarnation) = (opened.LastSequence, _pending.Acknowledged, Incarnation);
        Incarnation = opened.Incarnation;
        Generation = opened.Generation;
        if (held >= acknowledged)
        {
            return;
        }

        if (incarnation == opened.Incarnation)
        {
            throw new InvalidOperationException(
                $"The server holds readings of {options.Producer} up to {held} and had acknowledged up to {acknowledged}: "
                + "it does not run on the store that it ran on before.");
        }

        if (held + 1 < _pending.FirstKept)
        {
            throw new ReadingsLostException(options.Producer, held + 1, Math.Min(acknowledged, _pending.FirstKept - 1));
        }

        _pending.GoBackTo(held);
    }

    /// <summary>Checks a reading that the server holds, which is not sent: it must be the one that was sent before.</summary>
    private RejectedReading? TakeHeld(long sequence, in PendingReading reading)
    {
        _resumption.Take(sequence, _handles.GoalOf(reading.Handle), reading);
        if (_resumption.IsDifferent)
        {
            // The sender notices the difference and ends the stream.
            Sendable.Set();
        }

        return !reading.RejectionTold && _former.Find(sequence) is { } why
            ? new(sequence, reading.Tag, _handles.GoalOf(reading.Handle), why.Reason, why.Message)
            : null;
    }

    private RejectedReading? RejectOne(long sequence, ReadingRejection rejection)
    {
        if (!_pending.Holds(sequence))
        {
            return new(sequence, 0, "", rejection.Reason, rejection.Message);
        }

        ref var reading = ref _pending[sequence];
        if (reading.RejectionTold)
        {
            return null;
        }

        reading.RejectionTold = true;
        var why = _handles.IsRejected(reading.Handle, out var ofHandle) ? ofHandle : (rejection.Reason, rejection.Message);
        return new(sequence, reading.Tag, _handles.GoalOf(reading.Handle), why.Item1, why.Item2);
    }

    private List<RejectedReading> RejectedThrough(long through)
    {
        var rejections = new List<RejectedReading>();
        for (var sequence = _pending.Acknowledged + 1; sequence <= through; sequence++)
        {
            ref var reading = ref _pending[sequence];
            if (!reading.RejectionTold && _handles.IsRejected(reading.Handle, out var why))
            {
                reading.RejectionTold = true;
                rejections.Add(new(sequence, reading.Tag, _handles.GoalOf(reading.Handle), why.Reason, why.Message));
            }
        }

        return rejections;
    }
}
