using System.Threading.Channels;
using OkrGrains.Api.Errors;
using OkrGrains.Api.Limits;
using OkrGrains.Api.Mapping;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Api.Readings;

/// <summary>
/// The outgoing half of a stream: waits for submissions in their order and says what became of them, with one acknowledgement for all
/// that have come so far at the time.
/// </summary>
/// <param name="answers">What is to be answered, by rising sequence.</param>
/// <param name="responses">Where to.</param>
/// <param name="window">Gets back what is durable.</param>
/// <param name="instruments">Count.</param>
/// <param name="time">For durations.</param>
/// <param name="applied">Whether readings are acknowledged when their goals hold them, and again when they are durable.</param>
/// <param name="through">Every reading up to here was durable before.</param>
/// <param name="position">A commit at which they were.</param>
internal sealed class AnswerWriter(
    ChannelReader<BatchAnswer> answers,
    PatientWriter<StreamReadingsResponse> responses,
    ReadingWindow window,
    ApiInstruments instruments,
    TimeProvider time,
    bool applied,
    long through,
    long position)
{
    /// <summary>Acknowledged as applied; bounded by the window.</summary>
    private readonly Queue<BatchAnswer> _undurable = new();
    private long _through = through;
    private long _durable = through;
    private long _position = position;
    private int _window;
    private int _rejected;
    private bool _owed;

    /// <summary>The last sequence that was acknowledged.</summary>
    public long Through { get; private set; } = through;

    public async Task RunAsync(CancellationToken cancellation)
    {
        while (true)
        {
            if (answers.TryRead(out var answer))
            {
                await AnswerAsync(answer, cancellation);
                continue;
            }

            var more = answers.WaitToReadAsync(cancellation).AsTask();
            await UntilAsync(more, cancellation);
            if (!more.IsCompletedSuccessfully || !more.Result)
            {
                await EndAsync(cancellation);
                await more;
                return;
            }
        }
    }

    private async ValueTask AnswerAsync(BatchAnswer answer, CancellationToken cancellation)
    {
        foreach (var rejection in answer.Handles ?? [])
        {
            await responses.WriteAsync(new StreamReadingsResponse { HandleRejection = rejection }, cancellation);
        }

        if (answer.Gap is { } gap)
        {
            await responses.WriteAsync(new StreamReadingsResponse { Gap = gap }, cancellation);
            return;
        }

        foreach (var rejected in answer.Rejected ?? [])
        {
            await RejectAsync(rejected, cancellation);
        }

        if (answer.Submission is { } submission)
        {
            await UntilAsync(applied ? submission.Applied : submission.Durable, cancellation);
            answer.NotTaken = applied ? await submission.Applied : (await submission.Durable).NotTaken;
        }

        foreach (var sequence in answer.NotTaken)
        {
            await RejectAsync(new RejectedReading(sequence, ErrorReason.TakesNoReadings), cancellation);
        }

        _through = answer.Through;
        _rejected += (answer.Rejected?.Count ?? 0) + answer.NotTaken.Length;
        _owed = true;
        _undurable.Enqueue(answer);
        await TakeDurableAsync(cancellation);
    }

    /// <summary>Waits, and acknowledges meanwhile; throws what goes wrong with readings that were applied, not what the task does.</summary>
    private async ValueTask UntilAsync(Task until, CancellationToken cancellation)
    {
        while (!until.IsCompleted)
        {
            await TakeDurableAsync(cancellation);
            await AcknowledgeAsync(cancellation);
            await (_undurable.TryPeek(out var oldest) ? Task.WhenAny(until, oldest.Durable) : Task.WhenAny(until)).WaitAsync(cancellation);
        }

        // What went wrong with earlier readings is why later ones fail.
        await TakeDurableAsync(cancellation);
    }

    private async ValueTask EndAsync(CancellationToken cancellation)
    {
        while (_undurable.TryPeek(out var oldest))
        {
            await UntilAsync(oldest.Durable, cancellation);
            await TakeDurableAsync(cancellation);
        }

        await AcknowledgeAsync(cancellation);
    }

    private async ValueTask TakeDurableAsync(CancellationToken cancellation)
    {
        while (_undurable.TryPeek(out var oldest) && oldest.Durable.IsCompleted)
        {
            var submitted = await oldest.Durable;
            foreach (var sequence in submitted.NotTaken.Except(oldest.NotTaken))
            {
                // Its goal held it, lost it with a silo and had left the plan when it was sent again.
                await RejectAsync(new RejectedReading(sequence, ErrorReason.TakesNoReadings), cancellation);
            }

            _undurable.Dequeue();
            if (oldest.Submission is not null)
            {
                instruments.Durable(time.GetElapsedTime(oldest.Came));
            }

            _position = Math.Max(_position, submitted.Position);
            _durable = oldest.Through;
            _window += oldest.Window;
            _owed = true;
        }
    }

    private ValueTask RejectAsync(RejectedReading rejected, CancellationToken cancellation)
    {
        instruments.Rejected(rejected.Reason);
        var rejection = new ReadingRejection
        {
            Sequence = rejected.Sequence,
            Reason = rejected.Reason.Word(),
            Message = ReadingRules.Explain(rejected.Reason),
        };
        return responses.WriteAsync(new StreamReadingsResponse { Rejection = rejection }, cancellation);
    }

    private async ValueTask AcknowledgeAsync(CancellationToken cancellation)
    {
        if (!_owed)
        {
            return;
        }

        _owed = false;
        var ack = new ReadingsAck { ThroughSequence = _through, DurableThroughSequence = _durable, Token = ReadToken.Of(_position) };
        await responses.WriteAsync(new StreamReadingsResponse { Ack = ack }, cancellation);
        instruments.Acknowledged(_through - Through - _rejected);
        Through = _through;
        _rejected = 0;
        window.GiveBack(_window);
        _window = 0;
    }
}
