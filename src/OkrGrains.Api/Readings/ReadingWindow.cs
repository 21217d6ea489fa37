namespace OkrGrains.Api.Readings;

/// <summary>
/// How many readings of a stream may be unacknowledged. One takes, one gives back; while it is full nothing is read from the stream, and
/// HTTP/2 flow control slows the producer.
/// </summary>
internal sealed class ReadingWindow(int size)
{
    private readonly Lock _lock = new();
    private int _free = size;
    private int _wanted;
    private TaskCompletionSource? _waiter;

    /// <summary>Takes room for readings, at most the size, once there is some.</summary>
    public Task TakeAsync(int count, CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (count <= _free)
            {
                _free -= count;
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
            _free += count;
            if (_waiter is not null && _wanted <= _free)
            {
                _free -= _wanted;
                (waiter, _waiter) = (_waiter, null);
            }
        }

        waiter?.SetResult();
    }
}
