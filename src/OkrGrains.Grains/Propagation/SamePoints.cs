using System.Collections.Immutable;
using OkrGrains.Model.Goals;

namespace OkrGrains.Grains.Propagation;

/// <summary>Takes lists of read points for the same if their points are.</summary>
internal sealed class SamePoints : IEqualityComparer<ImmutableArray<ReadPoint>>
{
    public static SamePoints Instance { get; } = new();

    public bool Equals(ImmutableArray<ReadPoint> x, ImmutableArray<ReadPoint> y) => x.AsSpan().SequenceEqual(y.AsSpan());

    public int GetHashCode(ImmutableArray<ReadPoint> points)
    {
        var hash = new HashCode();
        foreach (var point in points)
        {
            hash.Add(point);
        }

        return hash.ToHashCode();
    }
}
