namespace OkrGrains.Api.Limits;

/// <summary>
/// How many readings of all streams together may be unacknowledged, so that memory is bounded however many streams there are. Who finds no
/// room waits in line.
/// </summary>
internal sealed class SharedWindow(int size)
{
    private readonly Lock _lock = new();
    private readonly Queue<(int Count, TaskCompletionSource Room)> _line = new();
    private int _free = size;

    /// <summary>Takes room for readings, at most the size, once there is some.</summary>
    public Task TakeAsync(int count, CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (_line.Count == 0 && count <= _free)
            {
                _free -= count;
                return Task.CompletedTask;
            }

            var room = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _line.Enqueue((count, room));
            return WaitAsync(room, cancellation);
        }
    }

    public void GiveBack(int count)
    {
        lock (_lock)
        {
            _free += count;
            Admit();
        }
    }

    private async Task WaitAsync(TaskCompletionSource room, CancellationToken cancellation)
    {
        await using var _ = cancellation.UnsafeRegister(_ => Leave(room, cancellation), null);
        await room.Task;
    }

    /// <summary>Whoever leaves the line may have been in the way of others.</summary>
    private void Leave(TaskCompletionSource room, CancellationToken cancellation)
    {
        lock (_lock)
        {
            room.TrySetCanceled(cancellation);
            Admit();
        }
    }

    private void Admit()
    {
        while (_line.TryPeek(out var first) && (first.Room.Task.IsCompleted || first.Count <= _free))
        {
            _line.Dequeue();
            _free -= first.Room.TrySetResult() ? first.Count : 0;
        }
    }
}
