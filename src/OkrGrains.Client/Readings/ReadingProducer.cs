using Grpc.Core;
using OkrGrains.Client.Errors;
using OkrGrains.Client.Retrying;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Client.Readings;

/// <summary>
/// Sends readings in batches and sees that each counts once: what is not durable is kept, and sent again after a broken stream or a
/// restart of the server. A producer's readings are numbered from 1 for good, so a producer that writes the same readings again under
/// the same name, from the first on, goes on where the former one stopped. One writer at a time.
/// </summary>
public sealed class ReadingProducer : IAsyncDisposable
{
    private const string Idle = "STREAM_IDLE";

    private readonly ProducerBuffer _buffer;
    private readonly Attempts _attempts;
    private readonly ProducerStream _stream;
    private readonly CancellationTokenSource _disposed = new();
    private readonly Action<RejectedReading>? _rejected;
    private readonly Task _run;

    /// <summary>Starts a producer; it connects when there is something to send.</summary>
    /// <exception cref="ArgumentException">An option is missing or out of range.</exception>
    public ReadingProducer(CallInvoker invoker, ReadingProducerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _buffer = new ProducerBuffer(options);
        _attempts = new Attempts(options.Retry, options.Time, options.Random);
        _stream = new ProducerStream(new ReadingService.ReadingServiceClient(invoker), options, _buffer, _attempts);
        _rejected = options.Rejected;
        _run = Task.Run(RunAsync);
    }

    /// <summary>How far the producer has come.</summary>
    public ProducerCounts Counts => _buffer.Counts;

    /// <summary>
    /// Hands a reading over; returns at once unless <see cref="ReadingProducerOptions.MaxUnacknowledged"/> readings wait.
    /// </summary>
    /// <param name="goal"><c>kpis/{id}</c> or <c>keyResults/{id}</c>.</param>
    /// <param name="time">When it holds; what is finer than a millisecond is truncated towards the past (goal-model §3).</param>
    /// <param name="value">Finite, at most 1e15 either way (goal-model §2); the server rejects others.</param>
    /// <param name="tag">Comes back with a rejection; a line number, for example.</param>
    /// <param name="cancellation">Ends the waiting; the reading is then not written.</param>
    /// <exception cref="RpcException">The server has refused the stream for good, or did not come back in time.</exception>
    /// <exception cref="InvalidOperationException">The producer has been completed, or writes to too many goals.</exception>
    public ValueTask WriteAsync(string goal, DateTimeOffset time, double value, long tag = 0, CancellationToken cancellation = default)
    {
        var timeMillis = time.ToUnixTimeMilliseconds();
        return !_buffer.HasEnded && TryWrite(goal, timeMillis, value, tag)
            ? ValueTask.CompletedTask
            : WaitAndWriteAsync(goal, timeMillis, value, tag, cancellation);
    }

    /// <summary>
    /// Waits until every reading is durable or rejected. Gives the token under which they can be seen to count; empty when the server
    /// held all of them before.
    /// </summary>
    /// <exception cref="ReadingsDifferException">The producer has sent other readings, or more, in a former life.</exception>
    /// <exception cref="RpcException">The server has refused the stream for good, or did not come back in time.</exception>
    public async Task<string> CompleteAsync(CancellationToken cancellation = default)
    {
        _buffer.Complete();
        await _run.WaitAsync(cancellation);
        return _buffer.Token;
    }

    /// <summary>Ends the stream; readings that are not yet acknowledged may or may not be durable.</summary>
    public async ValueTask DisposeAsync()
    {
        await _disposed.CancelAsync();
        await _run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _disposed.Dispose();
        _buffer.Dispose();
    }

    private bool TryWrite(string goal, long timeMillis, double value, long tag)
    {
        var written = _buffer.TryAdd(goal, timeMillis, value, tag, out var rejected);
        if (rejected is not null)
        {
            _rejected?.Invoke(rejected);
        }

        return written;
    }

    private async ValueTask WaitAndWriteAsync(string goal, long timeMillis, double value, long tag, CancellationToken cancellation)
    {
        while (!_buffer.HasEnded)
        {
            if (TryWrite(goal, timeMillis, value, tag))
            {
                return;
            }

            await _buffer.WaitForSpaceAsync(cancellation);
        }

        await _run;
        throw new InvalidOperationException("The producer has been completed.");
    }

    private async Task RunAsync()
    {
        try
        {
            await SendAllAsync(_disposed.Token);
        }
        finally
        {
            _buffer.End();
        }
    }

    private async Task SendAllAsync(CancellationToken cancellation)
    {
        while (await _buffer.WaitForWorkAsync(cancellation))
        {
            try
            {
                await _stream.RunAsync(cancellation);
            }
            catch (RpcException ended) when (RpcFault.Of(ended).Reason == Idle)
            {
                // The server has closed a stream that nobody used; the next reading opens another.
            }
            catch (Exception failure) when (failure is RpcException or BrokenStreamException)
            {
                cancellation.ThrowIfCancellationRequested();
                if (_buffer.IsDone)
                {
                    return;
                }

                if (!_attempts.MayFollow(failure))
                {
                    throw Attempts.Final(failure);
                }

                await _attempts.WaitAsync(failure, cancellation);
            }
        }
    }
}
