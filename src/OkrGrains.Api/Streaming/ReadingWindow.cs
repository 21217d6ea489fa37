using OkrGrains.Api.Limits;

namespace OkrGrains.Api.Streaming;

/// <summary>
/// Bounds the number of unacknowledged readings of a stream. One side takes room and the other gives it back. While the window is full
/// nothing is read from the stream, and HTTP/2 flow control slows the producer.
/// </summary>
internal sealed class ReadingWindow(int size, InFlight all) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly int _size = size;
    private int _free = size;
    private int _wanted;
    private TaskCompletionSource? _waiter;

    /// <summary>True while no reading of the stream is unacknowledged.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_lock)
            {
                return _free == _size;
            }
        }
    }

    /// <summary>Takes room for readings, at most the size of the window. Waits until there is enough.</summary>
    public Task TakeAsync(int count, CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (count <= _free)
            {
                Take(count);
                return Task.CompletedTask;
            }

            _wanted = count;
            _waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _waiter.Task.WaitAsync(cancellation);
        }
    }

    public void GiveBack(int count)
    {
        TaskCompletionSource? waiter = null;
        lock (_lock)
        {
            Take(-count);
            if (_waiter is not null && _wanted <= _free)
            {
                Take(_wanted);
                (waiter, _waiter) = (_waiter, null);
            }
        }

        waiter?.SetResult();
    }

    /// <summary>Ends the window with its stream, whose readings are no longer in flight.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            Take(_free - _size);
        }
    }

    private void Take(int count)
    {
        _free -= count;
        all.Add(count);
    }
}
