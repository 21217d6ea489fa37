using System.IO.Pipelines;
using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;
using OkrGrains.Api.Errors;

namespace OkrGrains.Api.Limits;

/// <summary>
/// The body of a response to a peer that may be slow. A message that waits for too long, or beside too much else that waits, ends the call
/// with the code that gRPC takes for RESOURCE_EXHAUSTED, and what was to be sent is let go of at once: a status could not be sent before it.
/// </summary>
internal sealed class PatientBody(PipeWriter inner, IHttpResetFeature? stream, TimeSpan limit, UnreadAnswers unread, TimeProvider time) : PipeWriter
{
    /// <summary>What the transport takes without waiting for the peer.</summary>
    private const int Buffered = 64 * 1024;

    /// <summary>ENHANCE_YOUR_CALM of HTTP/2.</summary>
    private const int EnhanceYourCalm = 0xb;

    private Task _waiting = Task.CompletedTask;
    private long _bytes;

    public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

    public override long UnflushedBytes => inner.UnflushedBytes;

    public override void Advance(int bytes)
    {
        _bytes += bytes;
        inner.Advance(bytes);
    }

    public override Memory<byte> GetMemory(int sizeHint = 0) => inner.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => inner.GetSpan(sizeHint);

    public override void CancelPendingFlush() => inner.CancelPendingFlush();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        var bytes = _bytes;
        _bytes = 0;
        var flush = inner.FlushAsync(cancellationToken);
        if (flush.IsCompleted)
        {
            return flush;
        }

        var waiting = WaitAsync(flush.AsTask(), bytes);
        _waiting = waiting;
        return new(waiting);
    }

    /// <summary>
    /// Ends when nothing waits any more: a stream may have given up before its message has gone out, and the answer of a unary call is left
    /// to be sent after the call.
    /// </summary>
    public async Task SettledAsync()
    {
        if (_waiting.IsCompletedSuccessfully && _bytes > Buffered)
        {
            await ((Task)FlushAsync().AsTask()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await _waiting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task<FlushResult> WaitAsync(Task<FlushResult> flush, long bytes)
    {
        if (!unread.TryAdd(bytes))
        {
            throw Reset();
        }

        try
        {
            return await flush.WaitAsync(limit, time);
        }
        catch (TimeoutException)
        {
            throw Reset();
        }
        finally
        {
            unread.Remove(bytes);
        }
    }

    private RpcException Reset()
    {
        stream?.Reset(EnhanceYourCalm);

        // Thrown as a status: the answer of a unary call is written after the interceptor that maps faults has run.
        return RichStatus.Of(ApiFault.Overloaded("The peer does not read what it is sent."));
    }
}
