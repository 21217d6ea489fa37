using System.Buffers;
using System.IO.Pipelines;
using OkrGrains.Api.Errors;

namespace OkrGrains.Api.Limits;

/// <summary>
/// The body of a request under two time limits: a message that has begun must be complete in time, and the next one must begin in time. The
/// gRPC server disables Kestrel's minimum data rate for streams, so without these limits a peer could keep a stream forever by sending a
/// byte now and then, or nothing. Time in which nobody reads the body counts for neither limit, since then the server is the slow side.
/// </summary>
internal sealed class TimedBody : PipeReader, IDisposable
{
    private readonly PipeReader _inner;
    private readonly TimeSpan _messageLimit;
    private readonly TimeSpan _idleLimit;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private ReadOnlySequence<byte> _buffer;
    private TimeSpan _spent;
    private bool _begun;
    private volatile bool _expired;

    public TimedBody(PipeReader inner, TimeSpan messageLimit, TimeSpan idleLimit, TimeProvider time)
    {
        _inner = inner;
        _messageLimit = messageLimit;
        _idleLimit = idleLimit;
        _time = time;
        _timer = time.CreateTimer(static body => ((TimedBody)body!).Expire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The fault that ended the call, if it exceeded a limit of this body; null otherwise.</summary>
    public ApiFault? Refusal { get; private set; }

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        var read = _inner.ReadAsync(cancellationToken);
        return read.IsCompletedSuccessfully ? new(Take(read.Result)) : WaitAsync(read);
    }

    public override bool TryRead(out ReadResult result)
    {
        var read = _inner.TryRead(out result);
        _buffer = result.Buffer;
        return read;
    }

    public override void AdvanceTo(SequencePosition consumed)
    {
        SetBegun(false);
        _inner.AdvanceTo(consumed);
    }

    /// <summary>
    /// Called when the gRPC server has examined all bytes. The bytes that it does not consume are the beginning of the next message.
    /// </summary>
    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        SetBegun(!_buffer.Slice(consumed).IsEmpty);
        _inner.AdvanceTo(consumed, examined);
    }

    public override void CancelPendingRead() => _inner.CancelPendingRead();

    public override void Complete(Exception? exception = null) => _inner.Complete(exception);

    public void Dispose() => _timer.Dispose();

    private async ValueTask<ReadResult> WaitAsync(ValueTask<ReadResult> read)
    {
        var left = _begun ? _messageLimit - _spent : _idleLimit;
        var since = _time.GetTimestamp();
        _timer.Change(left > TimeSpan.Zero ? left : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        try
        {
            return Take(await read);
        }
        finally
        {
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _spent = _begun ? _spent + _time.GetElapsedTime(since) : TimeSpan.Zero;
        }
    }

    private ReadResult Take(ReadResult result)
    {
        // Throws a status, since a unary request is read before the interceptor that maps faults runs.
        if (_expired)
        {
            Refusal = _begun ? ApiFault.TooSlow() : ApiFault.Idle();
            throw RichStatus.Of(Refusal);
        }

        _buffer = result.Buffer;
        return result;
    }

    private void SetBegun(bool begun)
    {
        _spent = begun && _begun ? _spent : TimeSpan.Zero;
        _begun = begun;
    }

    private void Expire()
    {
        _expired = true;
        _inner.CancelPendingRead();
    }
}
