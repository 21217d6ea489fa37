using OkrGrains.Api.Calls;

namespace OkrGrains.Api.Limits;

/// <summary>
/// Bounds an amount that is held at a time, by all callers together and by each of them. Those that find no room wait in order of arrival,
/// but a caller that waits for room of its own holds up no other.
/// </summary>
/// <param name="limit">The maximum of all callers together. Nobody may ask for more at once.</param>
/// <param name="limitPerCaller">The maximum of one caller; null for none but that of all together. Nobody may ask for more at once.</param>
internal sealed class QueuedQuota(int limit, int? limitPerCaller)
{
    private readonly Lock _lock = new();
    private readonly Quota _quota = new(limit, limitPerCaller);
    private readonly LinkedList<(Caller Caller, int Amount, TaskCompletionSource Taken)> _waiting = new();

    /// <summary>The amount that is held now.</summary>
    public int Taken => (int)_quota.Total;

    /// <summary>Takes an amount for a caller. Waits until there is room for all of it.</summary>
    public async ValueTask TakeAsync(Caller caller, int amount, CancellationToken cancellation)
    {
        LinkedListNode<(Caller Caller, int Amount, TaskCompletionSource Taken)> place;
        lock (_lock)
        {
            if (_waiting.Count == 0 && _quota.TryTake(caller, amount) == QuotaAnswer.Taken)
            {
                return;
            }

            place = _waiting.AddLast((caller, amount, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)));
            Admit();
        }

        using var leaving = cancellation.UnsafeRegister(_ => Leave(place, cancellation), null);
        await place.Value.Taken.Task;
    }

    /// <summary>Gives back an amount that the caller has taken, and admits those that wait for it.</summary>
    public void GiveBack(Caller caller, int amount)
    {
        lock (_lock)
        {
            _quota.GiveBack(caller, amount);
            Admit();
        }
    }

    private void Leave(LinkedListNode<(Caller Caller, int Amount, TaskCompletionSource Taken)> place, CancellationToken cancellation)
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
        // Smaller amounts behind one that does not fit might fit, but would let it wait forever: within a caller, and among all.
        HashSet<Caller>? blocked = null;
        for (var place = _waiting.First; place is not null;)
        {
            var (caller, amount, taken) = place.Value;
            var next = place.Next;
            switch (blocked?.Contains(caller) is true ? QuotaAnswer.AboveLimitPerCaller : _quota.TryTake(caller, amount))
            {
                case QuotaAnswer.Taken:
                    _waiting.Remove(place);
                    taken.SetResult();
                    break;
                case QuotaAnswer.AboveLimitPerCaller:
                    (blocked ??= []).Add(caller);
                    break;
                case QuotaAnswer.AboveLimit:
                    return;
            }

            place = next;
        }
    }
}
