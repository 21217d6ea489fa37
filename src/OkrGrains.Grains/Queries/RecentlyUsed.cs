namespace OkrGrains.Grains.Queries;

/// <summary>
/// Keeps what was used lately, in two generations. When the young one has grown too large it becomes the old one, and what nobody has asked
/// for since the last exchange is dropped.
/// </summary>
/// <param name="most">The greatest size of a generation.</param>
internal sealed class RecentlyUsed<TKey, TValue>(long most)
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private Dictionary<TKey, (TValue Value, long Size)> _young = [];
    private Dictionary<TKey, (TValue Value, long Size)> _old = [];
    private long _size;

    /// <summary>Returns what is kept under a key, or makes it. It counts with a size of 1 until it is charged with more.</summary>
    public TValue GetOrAdd(TKey key, Func<TKey, TValue> make)
    {
        lock (_gate)
        {
            if (_young.TryGetValue(key, out var known))
            {
                return known.Value;
            }

            if (!_old.TryGetValue(key, out known))
            {
                known = (make(key), 1);
            }

            Put(key, known);
            return known.Value;
        }
    }

    /// <summary>Tells how large a kept value has become.</summary>
    public void Charge(TKey key, long size)
    {
        lock (_gate)
        {
            if (_young.TryGetValue(key, out var known) && known.Size != size)
            {
                _size -= known.Size;
                Put(key, known with { Size = size });
            }
        }
    }

    private void Put(TKey key, (TValue Value, long Size) one)
    {
        _young[key] = one;
        _size += one.Size;
        if (_size > most)
        {
            (_old, _young, _size) = (_young, [], 0);
        }
    }
}
