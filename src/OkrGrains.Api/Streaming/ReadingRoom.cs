using Microsoft.Extensions.Options;

namespace OkrGrains.Api.Streaming;

/// <summary>
/// Bounds the number of readings of all streams that are received and not yet durable, and so the memory that they take. Streams that find
/// no room wait in order of arrival, and HTTP/2 flow control slows their producers.
/// </summary>
internal sealed class ReadingRoom(IOptions<ApiOptions> options)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<(int Count, TaskCompletionSource Taken)> _waiting = new();
    private int _free = options.Value.MaxReadingsInFlight;

    /// <summary>The number of readings that are received and not yet durable.</summary>
    public int Taken
    {
        get
        {
            lock (_lock)
            {
                return options.Value.MaxReadingsInFlight - _free;
            }
        }
    }

    /// <summary>Takes room for the readings of at most one batch. Waits until there is enough.</summary>
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

                // The one that left may have held up smaller ones behind it.
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
