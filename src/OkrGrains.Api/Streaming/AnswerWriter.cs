using System.Threading.Channels;
using OkrGrains.Api.Errors;
using OkrGrains.Api.Limits;
using OkrGrains.Api.Mapping;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Api.Streaming;

/// <summary>
/// The outgoing half of a stream. It waits for the batches in their order and answers them; one acknowledgement covers all batches that are
/// ready at the time.
/// </summary>
/// <param name="answers">The batches to answer, by rising sequence.</param>
/// <param name="responses">The stream to the producer.</param>
/// <param name="window">The window of the stream, which gets room back for acknowledged durable readings.</param>
/// <param name="instruments">The metrics of the edge.</param>
/// <param name="time">The clock that measures durations.</param>
/// <param name="applied">True to acknowledge readings when their goals hold them, and again when they are durable.</param>
/// <param name="through">The last sequence that was durable before the stream.</param>
/// <param name="position">The position of a commit at or after the one that made it durable.</param>
/// <param name="tokens">Makes the tokens of acknowledgements.</param>
internal sealed class AnswerWriter(
    ChannelReader<BatchAnswer> answers,
    PatientWriter<StreamReadingsResponse> responses,
    ReadingWindow window,
    ApiInstruments instruments,
    TimeProvider time,
    bool applied,
    long through,
    long position,
    ReadTokens tokens)
{
    /// <summary>The answered batches that are not durable yet. The window bounds their number.</summary>
    private readonly Queue<BatchAnswer> _undurable = new();
    private readonly RejectionRuns _rejections = new(responses);
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
            await _rejections.TellAsync(cancellation);
            await responses.WriteAsync(new StreamReadingsResponse { HandleRejection = rejection }, cancellation);
        }

        if (answer.Gap is { } gap)
        {
            await _rejections.TellAsync(cancellation);
            await responses.WriteAsync(new StreamReadingsResponse { Gap = gap }, cancellation);
            return;
        }

        foreach (var rejected in answer.Rejected ?? [])
        {
            await RejectAsync(rejected, cancellation);
        }

        if (answer.Submission is { } submission)
        {
            // The submission may fail, which ends the stream.
            await _rejections.TellAsync(cancellation);
            await UntilAsync(applied ? submission.Applied : submission.Recorded, cancellation);
            answer.NotTaken = applied ? await submission.Applied : (await submission.Durable).NotTaken;
        }

        // They come by goals, and are told by rising sequence.
        foreach (var sequence in answer.NotTaken.Order())
        {
            await RejectAsync(new RejectedReading(sequence, ErrorReason.TakesNoReadings), cancellation);
        }

        _through = answer.Through;
        _rejected += (answer.Rejected?.Count ?? 0) + answer.NotTaken.Length;
        _owed = true;
        _undurable.Enqueue(answer);
        await TakeDurableAsync(cancellation);
    }

    /// <summary>
    /// Waits for a task and acknowledges batches meanwhile. Throws failures of batches that were answered before, but not those of the
    /// task.
    /// </summary>
    private async ValueTask UntilAsync(Task until, CancellationToken cancellation)
    {
        while (!until.IsCompleted)
        {
            await TakeDurableAsync(cancellation);
            await AcknowledgeAsync(cancellation);
            await (_undurable.TryPeek(out var oldest) ? Task.WhenAny(until, oldest.Recorded) : Task.WhenAny(until)).WaitAsync(cancellation);
        }

        // A failure of earlier readings is the cause of failures of later ones, so it is thrown first.
        await TakeDurableAsync(cancellation);
    }

    private async ValueTask EndAsync(CancellationToken cancellation)
    {
        while (_undurable.TryPeek(out var oldest))
        {
            await UntilAsync(oldest.Recorded, cancellation);
            await TakeDurableAsync(cancellation);
        }

        await AcknowledgeAsync(cancellation);
    }

    private async ValueTask TakeDurableAsync(CancellationToken cancellation)
    {
        while (_undurable.TryPeek(out var oldest) && oldest.HasEnded)
        {
            // No producer hears of readings of which the store has no record yet.
            if (await oldest.Recorded is { } failure)
            {
                await _rejections.TellAsync(cancellation);
                throw failure;
            }

            var submitted = await oldest.Durable;
            foreach (var sequence in submitted.NotTaken.Except(oldest.NotTaken).Order())
            {
                // The goal held the reading, lost it with its silo, and had left the plan when the reading was sent again.
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
        return _rejections.AddAsync(rejected, cancellation);
    }

    private async ValueTask AcknowledgeAsync(CancellationToken cancellation)
    {
        await _rejections.TellAsync(cancellation);
        if (!_owed)
        {
            return;
        }

        _owed = false;
        var ack = new ReadingsAck { ThroughSequence = _through, DurableThroughSequence = _durable, Token = tokens.Of(_position) };
        await responses.WriteAsync(new StreamReadingsResponse { Ack = ack }, cancellation);
        instruments.Acknowledged(_through - Through - _rejected);
        Through = _through;
        _rejected = 0;
        window.GiveBack(_window);
        _window = 0;
    }
}
