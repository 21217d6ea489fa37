using OkrGrains.Contracts.V1;

namespace OkrGrains.Client.Readings;

/// <summary>What a sender is to do next.</summary>
internal enum SendStep
{
    /// <summary>Send the batch that was filled.</summary>
    Send,

    /// <summary>Wait for readings or for room in the window.</summary>
    Wait,

    /// <summary>Wait for more readings to share a batch, for the batch delay at most.</summary>
    WaitForCompany,

    /// <summary>Everything was written, sent and acknowledged.</summary>
    Done,
}

/// <summary>The bounds of one stream.</summary>
/// <param name="Window">Readings sent and not acknowledged at most.</param>
/// <param name="BatchReadings">Readings in a batch at most; not more than the window.</param>
internal readonly record struct StreamLimits(int Window, int BatchReadings);

/// <summary>What writers hand over and the stream takes away. Safe for all threads.</summary>
internal sealed class ProducerBuffer(ReadingProducerOptions options) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly PendingReadings _pending = new(options.MaxUnacknowledged);
    private readonly GoalHandles _handles = new(options.MaxGoals);
    private readonly Resumption _resumption = new(options.Producer);
    private readonly FormerRejections _former = new();
    private readonly Signal _space = new();
    private long _unsentSince;
    private bool _completing;
    private bool _opened;
    private volatile bool _ended;

    /// <summary>Set when the sender may have something to do.</summary>
    public Signal Sendable { get; } = new();

    public string Token { get; private set; } = "";

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

    /// <param name="goal">The goal.</param>
    /// <param name="timeMillis">Milliseconds since 1970.</param>
    /// <param name="value">The value.</param>
    /// <param name="tag">The caller's.</param>
    /// <param name="rejected">What is to be told of the reading when the server has rejected it in a former life.</param>
    /// <returns>Whether there was room.</returns>
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

            // Waking the sender for each reading would cost more than the reading.
            if (unsent == 1 || unsent % options.BatchReadings == 0)
            {
                Sendable.Set();
            }

            return true;
        }
    }

    public ValueTask WaitForSpaceAsync(CancellationToken cancellation) => _space.WaitAsync(cancellation);

    /// <summary>Whether nothing will be sent any more, for good or bad.</summary>
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

    /// <summary>Waits until there is something to send or nothing will ever be; false for the latter.</summary>
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

    /// <exception cref="ReadingsDifferException">The server holds other readings of the producer than were written.</exception>
    /// <returns>What is to be told of readings that were rejected and may not have been told.</returns>
    public IReadOnlyList<RejectedReading> StartStream(StreamOpened opened)
    {
        List<RejectedReading> rejections = [];
        var heldByServer = opened.LastSequence;
        lock (_gate)
        {
            if (heldByServer < _pending.Acknowledged)
            {
                throw new InvalidOperationException(
                    $"The server holds readings of {options.Producer} up to {heldByServer} and had acknowledged up to {_pending.Acknowledged}: "
                    + "it does not run on the store that it ran on before.");
            }

            var (first, acknowledged) = (!_opened, _pending.Acknowledged);
            _pending.ResumeAfter(heldByServer, first);
            _opened = true;
            _handles.StartStream();
            _resumption.Expect(opened);
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

    /// <summary>Takes note of how far the server has come; gives what is to be told of rejected readings among it.</summary>
    public IReadOnlyList<RejectedReading> Acknowledge(ReadingsAck ack)
    {
        var through = ack.ThroughSequence;

        // At DURABLE the one is the other, and servers of old say only the first.
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

    public RejectedReading? Reject(ReadingRejection rejection)
    {
        lock (_gate)
        {
            var sequence = rejection.Sequence;
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
    }

    public void RejectHandle(HandleRejection rejection)
    {
        lock (_gate)
        {
            _handles.Reject(rejection.Handle, rejection.Reason, rejection.Message);
        }
    }

    public void Dispose() => _resumption.Dispose();

    /// <summary>A reading that the server holds is not sent, but it must be the one that was.</summary>
    private RejectedReading? TakeHeld(long sequence, in PendingReading reading)
    {
        _resumption.Take(sequence, _handles.GoalOf(reading.Handle), reading);
        if (_resumption.IsDifferent)
        {
            // The sender ends the stream.
            Sendable.Set();
        }

        return !reading.RejectionTold && _former.Find(sequence) is { } why
            ? new(sequence, reading.Tag, _handles.GoalOf(reading.Handle), why.Reason, why.Message)
            : null;
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
