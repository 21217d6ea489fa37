using OkrGrains.Api.Calls;

namespace OkrGrains.Api.Limits;

/// <summary>Bounds an amount that is held at a time, by all callers together and by each of them.</summary>
/// <param name="limit">The maximum of all callers together.</param>
/// <param name="limitPerCaller">The maximum of one caller; null for none but that of all together.</param>
internal sealed class Quota(long limit, long? limitPerCaller)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Caller, long> _held = [];
    private long _total;

    /// <summary>The amount that is held now.</summary>
    public long Total
    {
        get
        {
            lock (_lock)
            {
                return _total;
            }
        }
    }

    /// <summary>Takes an amount, 0 or more, for a caller, or returns the limit that it would exceed and takes nothing.</summary>
    public QuotaAnswer TryTake(Caller caller, long amount)
    {
        lock (_lock)
        {
            // The caller's own limit first: who is above it must not be taken for one that all others have to wait for.
            var held = _held.GetValueOrDefault(caller) + amount;
            if (held > limitPerCaller)
            {
                return QuotaAnswer.AboveLimitPerCaller;
            }

            if (_total + amount > limit)
            {
                return QuotaAnswer.AboveLimit;
            }

            Set(caller, held);
            _total += amount;
            return QuotaAnswer.Taken;
        }
    }

    /// <summary>Gives back an amount that the caller has taken.</summary>
    public void GiveBack(Caller caller, long amount)
    {
        lock (_lock)
        {
            _total -= amount;
            Set(caller, _held.GetValueOrDefault(caller) - amount);
        }
    }

    private void Set(Caller caller, long held)
    {
        if (held > 0)
        {
            _held[caller] = held;
        }
        else
        {
            // Callers come and go, so one that holds nothing must leave no entry.
            _held.Remove(caller);
        }
    }
}

/// <summary>The answer of a quota to a caller that asks for an amount.</summary>
internal enum QuotaAnswer
{
    /// <summary>The amount is taken.</summary>
    Taken,

    /// <summary>All callers together would hold more than their limit.</summary>
    AboveLimit,

    /// <summary>The caller would hold more than the limit of one caller.</summary>
    AboveLimitPerCaller,
}
