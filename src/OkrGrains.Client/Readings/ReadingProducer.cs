using Grpc.Core;
using OkrGrains.Client.Retrying;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Client.Readings;

/// <summary>
/// Sends readings in batches so that each counts exactly once. Readings are kept until they are durable, and sent again after a broken
/// stream or a restart of the server, also one whose store was restored from a backup. They are numbered permanently from 1, so a producer that writes the same readings again under the
/// same name, beginning with the first, continues where the former one stopped. Only one thread may write at a time.
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

    /// <summary>Starts a producer. It connects when there is something to send.</summary>
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

    /// <summary>The progress of the producer.</summary>
    public ProducerCounts Counts => _buffer.Counts;

    /// <summary>
    /// Queues a reading. Returns at once unless <see cref="ReadingProducerOptions.MaxUnacknowledged"/> readings wait to become durable.
    /// </summary>
    /// <param name="goal">The goal, as <c>kpis/{id}</c> or <c>keyResults/{id}</c>.</param>
    /// <param name="time">The event time; fractions of a millisecond are cut off towards the past (goal-model §3).</param>
    /// <param name="value">The value: finite, at most 1e15 in magnitude (goal-model §2). The server rejects others.</param>
    /// <param name="tag">A number that is returned with a rejection of the reading, such as a line number.</param>
    /// <param name="cancellation">Ends the waiting; the reading is then not queued.</param>
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
    /// Waits until every reading is durable or rejected. No reading can be written afterwards.
    /// </summary>
    /// <returns>The token for reading goals in which the readings count; empty when the server held all of them before.</returns>
    /// <exception cref="ReadingsDifferException">The producer sent other readings, or more, in an earlier run.</exception>
    /// <exception cref="ReadingsLostException">
    /// The server's store was restored from a backup, and lacks acknowledged readings that this producer keeps no more.
    /// </exception>
    /// <exception cref="RpcException">The server has refused the stream for good, or did not come back in time.</exception>
    public async Task<string> CompleteAsync(CancellationToken cancellation = default)
    {
        _buffer.Complete();
        await _run.WaitAsync(cancellation);
        return _buffer.Token;
    }

    /// <summary>Ends the stream. Readings that are not yet acknowledged may or may not be durable.</summary>
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
                // The server closed the stream because it brought nothing for too long. The next reading opens another one.
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
