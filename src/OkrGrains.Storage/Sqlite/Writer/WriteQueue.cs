using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using OkrGrains.Storage.Sqlite.Connection;

namespace OkrGrains.Storage.Sqlite.Writer;

/// <summary>
/// Takes writes from any thread and gives them to the one writer. Everything that was handed over while a transaction was being made
/// durable becomes the next one, within limits. The writer has a thread of its own, because it waits for the disk most of the time.
/// </summary>
internal sealed class WriteQueue
{
    private readonly Channel<PendingWrite> _queue;
    private readonly GroupCommit _commit;
    private readonly Checkpoints _checkpoints;
    private readonly int _mostReadings;
    private readonly int _mostBytes;
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What is to be run before the next transaction; null for nothing.</summary>
    private Action? _between;

    /// <summary>The write for which the last group had no room; null for none.</summary>
    private PendingWrite? _left;

    public WriteQueue(GroupCommit commit, Checkpoints checkpoints, StoreOptions options)
    {
        _commit = commit;
        _checkpoints = checkpoints;
        _mostReadings = options.ReadingsPerCommit;
        _mostBytes = options.BytesPerCommit;
        _queue = Channel.CreateBounded<PendingWrite>(new BoundedChannelOptions(options.QueuedWrites) { SingleReader = true });
    }

    /// <summary>The number of waiting writes.</summary>
    public int Queued => _queue.Reader.Count;

    public void Start() => new Thread(Run) { IsBackground = true, Name = "OkrGrains store writer" }.Start();

    /// <summary>Hands a write over. While the queue is full, it waits without blocking a thread.</summary>
    public ValueTask<T> WriteAsync<T>(PendingWrite<T> write, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<T>(cancellation);
        }

        return !_queue.Writer.TryWrite(write) ? WaitAsync(write, cancellation)
            : cancellation.CanBeCanceled ? new ValueTask<T>(write.Completion.AsTask().WaitAsync(cancellation))
            : write.Completion;
    }

    /// <summary>
    /// Hands a write over that tells its outcome itself. While the queue is full, it waits without blocking a thread.
    /// </summary>
    public void Write(PendingWrite write)
    {
        if (!_queue.Writer.TryWrite(write))
        {
            _ = WaitAsync(write);
        }
    }

    /// <summary>
    /// Hands a write over unless the queue is full. It is meant for writes that only start a transaction: a full queue makes the writer
    /// begin one anyway.
    /// </summary>
    public void TryWrite(PendingWrite write) => _queue.Writer.TryWrite(write);

    /// <summary>Runs an action on the writer's thread between two transactions. One at a time.</summary>
    /// <exception cref="StoreUnavailableException">The engine could not do it, or writing has ended.</exception>
    public Task<T> BetweenCommitsAsync<T>(Func<T> action)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _between, () => RunBetween(action, done));

        // Only wakes the writer.
        TryWrite(new FlushProgressWrite());
        return done.Task;
    }

    /// <summary>Ends the writer once it has written everything that was handed over.</summary>
    public Task DrainAsync()
    {
        _queue.Writer.TryComplete();
        return _drained.Task;
    }

    /// <summary>
    /// Empties the log, so that a closed store is one file. Called only after <see cref="DrainAsync"/>, and once nobody reads the log.
    /// </summary>
    public void EmptyLog()
    {
        // After a failure the log stays as it is: it is checked at the next start, and copying it might spread the damage.
        if (!_commit.IsFenced)
        {
            _checkpoints.EmptyLog();
        }
    }

    private async Task WaitAsync(PendingWrite write)
    {
        try
        {
            await EnqueueAsync(write, CancellationToken.None).ConfigureAwait(false);
        }
        catch (StoreUnavailableException closed)
        {
            write.Abandon(closed);
        }
    }

    private async ValueTask EnqueueAsync(PendingWrite write, CancellationToken cancellation)
    {
        try
        {
            await _queue.Writer.WriteAsync(write, cancellation).ConfigureAwait(false);
        }
        catch (ChannelClosedException closed)
        {
            throw new StoreUnavailableException("The store is closed.", StoreUnavailableReason.Closed, closed);
        }
    }

    private async ValueTask<T> WaitAsync<T>(PendingWrite<T> write, CancellationToken cancellation)
    {
        await EnqueueAsync(write, cancellation).ConfigureAwait(false);
        return await write.Completion.AsTask().WaitAsync(cancellation).ConfigureAwait(false);
    }

    private void Run()
    {
        _commit.FoldLongLog();
        var group = new List<PendingWrite>();
        while (WaitForWrites())
        {
            Take(group);
            RunGroup(group);
        }

        // Writes the producer offsets that no other write has taken along.
        RunGroup(group);
        _commit.FoldStates();
        _drained.SetResult();
    }

    private void RunGroup(List<PendingWrite> group)
    {
        _commit.Run(group);
        group.Clear();
        if (!_commit.IsFenced && _checkpoints.AfterCommit() is { } failure)
        {
            _commit.Fence(failure);
        }

        Interlocked.Exchange(ref _between, null)?.Invoke();
    }

    private void RunBetween<T>(Func<T> action, TaskCompletionSource<T> done)
    {
        if (_commit.Refusal is { } refusal)
        {
            done.SetException(refusal);
            return;
        }

        try
        {
            done.SetResult(action());
        }
        catch (SqliteException failure)
        {
            var cause = EngineFailure.OfWrite(failure);
            if (cause.Reason == StoreUnavailableReason.Failed)
            {
                _commit.Fence(failure);
            }

            done.SetException(cause);
        }
    }

    private void Take(List<PendingWrite> group)
    {
        long readings = 0;
        long bytes = 0;
        while (TryTake(out var next))
        {
            readings += next.Readings;
            bytes += next.Bytes;
            if (group.Count > 0 && (readings > _mostReadings || bytes > _mostBytes))
            {
                _left = next;
                return;
            }

            group.Add(next);
        }
    }

    private bool TryTake([NotNullWhen(true)] out PendingWrite? next)
    {
        next = _left;
        _left = null;
        return next is not null || _queue.Reader.TryRead(out next);
    }

    private bool WaitForWrites()
    {
        if (_left is not null)
        {
            return true;
        }

        var waiting = _queue.Reader.WaitToReadAsync();
        return waiting.IsCompletedSuccessfully ? waiting.Result : waiting.AsTask().GetAwaiter().GetResult();
    }
}
