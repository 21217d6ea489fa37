using System.IO.Pipelines;
using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;
using OkrGrains.Api.Calls;
using OkrGrains.Api.Errors;

namespace OkrGrains.Api.Limits;

/// <summary>
/// The body of a response to a peer that may be slow. When a message waits for too long, or too many bytes of all calls wait already, the
/// call is reset with the HTTP/2 code that gRPC clients report as RESOURCE_EXHAUSTED. A reset frees the unsent bytes at once; a status
/// could be sent only after them.
/// </summary>
internal sealed class PatientBody(
    PipeWriter inner, IHttpResetFeature? stream, TimeSpan limit, Quota unread, Func<Caller> callerNow, TimeProvider time) : PipeWriter
{
    /// <summary>The number of bytes that the transport takes without waiting for the peer.</summary>
    private const int Buffered = 64 * 1024;

    /// <summary>The HTTP/2 error code ENHANCE_YOUR_CALM.</summary>
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
    /// Completes when nothing waits any more. Needed because a stream may have ended before its message was sent, and because the answer of
    /// a unary call is sent after the call.
    /// </summary>
    public async Task CompletedAsync()
    {
        if (_waiting.IsCompletedSuccessfully && _bytes > Buffered)
        {
            await ((Task)FlushAsync().AsTask()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await _waiting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task<FlushResult> WaitAsync(Task<FlushResult> flush, long bytes)
    {
        // Asked for anew each time, since the call may have named its workspace meanwhile.
        var caller = callerNow();
        if (unread.TryTake(caller, bytes) != QuotaAnswer.Taken)
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
            unread.GiveBack(caller, bytes);
        }
    }

    private RpcException Reset()
    {
        stream?.Reset(EnhanceYourCalm);

        // Throws a status, since the answer of a unary call is written after the interceptor that maps faults has run.
        return RichStatus.Of(ApiFault.Overloaded("The peer does not read what it is sent."));
    }
}
