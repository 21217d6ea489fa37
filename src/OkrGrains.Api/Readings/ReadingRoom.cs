using Microsoft.Extensions.Options;

namespace OkrGrains.Api.Readings;

/// <summary>
/// How many readings of all streams may be on their way to the disk: the bound of what they hold of the server's memory. Streams that find
/// no room wait in the order in which they came, and HTTP/2 flow control slows their producers.
/// </summary>
internal sealed class ReadingRoom(IOptions<ApiOptions> options)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<(int Count, TaskCompletionSource Taken)> _waiting = new();
    private int _free = options.Value.MaxReadingsUnderway;

    /// <summary>Readings that are on their way.</summary>
    public int Taken
    {
        get
        {
            lock (_lock)
            {
                return options.Value.MaxReadingsUnderway - _free;
            }
        }
    }

    /// <summary>Takes room for readings, at most a batch, once there is some.</summary>
    public async ValueTask TakeAsync(int count, CancellationToken cancellation)
    {
        LinkedListNode<(int Count, TaskCompletionSource Taken)> place;
        lock (_lock)
        {
            if (_waiting.Count == 0 && count <= _free)
            {
                _free -= count;
                return;
            }

            place = _waiting.AddLast((count, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)));
        }

        using var leaving = cancellation.UnsafeRegister(_ => Leave(place, cancellation), null);
        await place.Value.Taken.Task;
    }

    public void GiveBack(int count)
    {
        lock (_lock)
        {
            _free += count;
            Admit();
        }
    }

    private void Leave(LinkedListNode<(int Count, TaskCompletionSource Taken)> place, CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (place.List is not null)
            {
                _waiting.Remove(place);
                place.Value.Taken.SetCanceled(cancellation);

                // It may have stood in the way of smaller ones.
                Admit();
            }
        }
    }

    private void Admit()
    {
        while (_waiting.First is { } first && first.Value.Count <= _free)
        {
            _free -= first.Value.Count;
            _waiting.RemoveFirst();
            first.Value.Taken.SetResult();
        }
    }
}
