namespace OkrGrains.Grains.Goals;

/// <summary>Lets one load through at a time, in the order in which they came.</summary>
internal sealed class LoadGate
{
    private readonly Lock _lock = new();
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private bool _isTaken;

    /// <summary>Waits until the load may go on. It must then <see cref="Leave"/>.</summary>
    /// <exception cref="OperationCanceledException">The load is not wanted any more; it must not leave.</exception>
    public async Task EnterAsync(CancellationToken cancellation)
    {
        TaskCompletionSource place;
        lock (_lock)
        {
            if (!_isTaken)
            {
                _isTaken = true;
                return;
            }

            place = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(place);
        }

        using var registration = cancellation.UnsafeRegister(
            static (waiter, token) => ((TaskCompletionSource)waiter!).TrySetCanceled(token), place);
        await place.Task;
    }

    /// <summary>Lets the next load through.</summary>
    public void Leave()
    {
        lock (_lock)
        {
            while (_waiting.TryDequeue(out var next))
            {
                if (next.TrySetResult())
                {
                    return;
                }
            }

            _isTaken = false;
        }
    }
}
