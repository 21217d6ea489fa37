using OkrGrains.Api.Calls;

namespace OkrGrains.Api.Limits;

/// <summary>
/// Bounds an amount as a <see cref="Quota"/> does, but those that find no room wait. The workspaces that wait are served in turn, within a
/// workspace its callers, and within a caller the calls in the order of arrival. Who waits for room of its own caller or workspace holds up
/// no other.
/// </summary>
/// <param name="limits">The limits. Nobody may ask for more than any of them at once.</param>
/// <param name="what">What is counted, in the plural.</param>
internal sealed class QueuedQuota(QuotaLimits limits, string what)
{
    private readonly Lock _lock = new();
    private readonly Quota _quota = new(limits, what);
    private readonly WaitingLine _line = new();

    /// <summary>The amount that is held now.</summary>
    public int Taken => (int)_quota.Total;

    /// <summary>The number of calls that wait now.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock)
            {
                return _line.Count;
            }
        }
    }

    /// <summary>Takes an amount for a caller. Waits until there is room for all of it.</summary>
    /// <remarks>Nothing is allocated when there is room: a stream takes room for each of its batches, which may have one reading.</remarks>
    public ValueTask TakeAsync(Caller caller, int amount, CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (_line.Count == 0 && _quota.TryTake(caller, amount) == QuotaAnswer.Taken)
            {
                return ValueTask.CompletedTask;
            }
        }

        return WaitAsync(new Waiter(caller, amount), cancellation);
    }

    /// <summary>Takes 1 for a caller, after waiting for it, until the hold is disposed of.</summary>
    public async Task<QuotaHold> EnterAsync(Caller caller, CancellationToken cancellation)
    {
        await TakeAsync(caller, 1, cancellation);
        return new QuotaHold(_quota, caller, 1, GiveBack);
    }

    /// <summary>Gives back an amount that the caller has taken, and admits those that wait for it.</summary>
    public void GiveBack(Caller caller, long amount)
    {
        lock (_lock)
        {
            _quota.GiveBack(caller, amount);
            _line.Admit(_quota);
        }
    }

    private async ValueTask WaitAsync(Waiter waiter, CancellationToken cancellation)
    {
        lock (_lock)
        {
            _line.Add(waiter);
            _line.Admit(_quota);
        }

        using var leaving = cancellation.UnsafeRegister(_ => Leave(waiter, cancellation), null);
        await waiter.Admitted;
    }

    private void Leave(Waiter waiter, CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (_line.Remove(waiter))
            {
                waiter.Cancel(cancellation);

                // The one that left may have held up smaller ones behind it.
                _line.Admit(_quota);
            }
        }
    }
}
