using System.Collections.Immutable;

namespace OkrGrains.Storage.Records;

/// <summary>
/// The incarnations of a store, oldest first; there is at least one. They tell which commits of an earlier incarnation a restore kept.
/// </summary>
public sealed class StoreLineage
{
    private readonly ImmutableArray<Incarnation> _incarnations;

    /// <param name="incarnations">The incarnations, oldest first.</param>
    /// <exception cref="ArgumentException">There is none, or they do not follow each other.</exception>
    public StoreLineage(ImmutableArray<Incarnation> incarnations)
    {
        for (var i = 1; i < incarnations.Length; i++)
        {
            if (incarnations[i].Began < incarnations[i - 1].Began)
            {
                throw new ArgumentException("An incarnation begins before the one before it.", nameof(incarnations));
            }
        }

        _incarnations = incarnations.IsDefaultOrEmpty
            ? throw new ArgumentException("A store has an incarnation.", nameof(incarnations))
            : incarnations;
    }

    /// <summary>The incarnation that the store is in now.</summary>
    public Incarnation Current => _incarnations[^1];

    /// <summary>The incarnation in which the store was created.</summary>
    public Incarnation First => _incarnations[0];

    /// <summary>True if the store was ever restored from a backup.</summary>
    public bool WasRestored => _incarnations.Length > 1;

    /// <summary>Returns the position of the last commit of an incarnation that this store holds; null if the store was never in it.</summary>
    /// <param name="id">The incarnation.</param>
    /// <param name="lastPosition">The position of the store's last commit, which the current incarnation reaches to.</param>
    public long? Reach(long id, long lastPosition)
    {
        for (var i = _incarnations.Length - 1; i >= 0; i--)
        {
            if (_incarnations[i].Id == id)
            {
                return i + 1 < _incarnations.Length ? _incarnations[i + 1].Began : lastPosition;
            }
        }

        return null;
    }
}
