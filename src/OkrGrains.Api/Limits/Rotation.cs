using System.Collections;

namespace OkrGrains.Api.Limits;

/// <summary>Values by key, in an order in which one that was served goes to the back.</summary>
internal sealed class Rotation<TKey, TValue>(IEqualityComparer<TKey> comparer) : IEnumerable<KeyValuePair<TKey, TValue>>
    where TKey : notnull
    where TValue : class
{
    private readonly Dictionary<TKey, LinkedListNode<KeyValuePair<TKey, TValue>>> _nodes = new(comparer);
    private readonly LinkedList<KeyValuePair<TKey, TValue>> _order = new();

    public int Count => _nodes.Count;

    public TValue? Find(TKey key) => _nodes.GetValueOrDefault(key)?.Value.Value;

    /// <summary>Returns the value of a key. If there is none, one is made, behind all others.</summary>
    public TValue Of(TKey key, Func<TValue> make)
    {
        if (!_nodes.TryGetValue(key, out var node))
        {
            _nodes.Add(key, node = _order.AddLast(new KeyValuePair<TKey, TValue>(key, make())));
        }

        return node.Value.Value;
    }

    public void MoveBack(TKey key)
    {
        var node = _nodes[key];
        _order.Remove(node);
        _order.AddLast(node);
    }

    public void Remove(TKey key)
    {
        if (_nodes.Remove(key, out var node))
        {
            _order.Remove(node);
        }
    }

    public IEnumerator<KeyValuePair<TKey, TValue>> GetEnumerator() => _order.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
