using System.Globalization;
using System.Numerics;

namespace OkrGrains.Model.Goals;

/// <summary>
/// A sum, at least zero, over all paths that lead down from a goal. It never overflows: goals that are linked layer by layer have a number of
/// paths that doubles with every layer, and a sum that wrapped around would make a newer version older than one before it.
/// </summary>
/// <remarks>
/// A sum of few paths is a number of 64 bits in place. Only a larger one is an object, so that a version of a usual goal allocates nothing.
/// </remarks>
[Immutable, GenerateSerializer, Alias("okr.path-sum")]
public readonly struct PathSum : IEquatable<PathSum>, IComparable<PathSum>
{
    [Id(0)]
    private readonly long _small;

    /// <summary>The sum if it has more than 63 bits, and null otherwise, so that one sum has one form.</summary>
    [Id(1)]
    private readonly LargeSum? _large;

    /// <summary>Creates a sum of 63 bits at most.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="value"/> is negative.</exception>
    public PathSum(long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        _small = value;
    }

    private PathSum(BigInteger value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        (_small, _large) = value <= long.MaxValue ? ((long)value, null) : (0L, new LargeSum(value));
    }

    private BigInteger Value => _large?.Value ?? _small;

    /// <summary>Returns the sum after one more term, or after one term has taken the place of another.</summary>
    /// <param name="next">The term that comes in.</param>
    /// <param name="former">The term that goes out, which is part of the sum; zero if none does.</param>
    public PathSum Replace(PathSum former, PathSum next)
    {
        if (_large is null && former._large is null && next._large is null)
        {
            var sum = (Int128)_small - former._small + next._small;
            return sum <= long.MaxValue ? new PathSum((long)sum) : new PathSum((BigInteger)sum);
        }

        return new PathSum(Value - former.Value + next.Value);
    }

    /// <summary>Returns the sum of two sums.</summary>
    public PathSum Add(PathSum other) => Replace(default, other);

    /// <inheritdoc/>
    public int CompareTo(PathSum other) => _large is null && other._large is null ? _small.CompareTo(other._small) : Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public bool Equals(PathSum other) => _small == other._small && Equals(_large, other._large);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is PathSum other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_small, _large);

    /// <summary>Returns the decimal digits.</summary>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Creates a sum of 63 bits at most.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="value"/> is negative.</exception>
    public static implicit operator PathSum(long value) => new(value);

    /// <summary>Returns true if both sums are equal.</summary>
    public static bool operator ==(PathSum a, PathSum b) => a.Equals(b);

    /// <summary>Returns true if the sums differ.</summary>
    public static bool operator !=(PathSum a, PathSum b) => !a.Equals(b);

    /// <summary>Returns true if <paramref name="a"/> is less than <paramref name="b"/>.</summary>
    public static bool operator <(PathSum a, PathSum b) => a.CompareTo(b) < 0;

    /// <summary>Returns true if <paramref name="a"/> is greater than <paramref name="b"/>.</summary>
    public static bool operator >(PathSum a, PathSum b) => a.CompareTo(b) > 0;

    /// <summary>Returns true if <paramref name="a"/> is at most <paramref name="b"/>.</summary>
    public static bool operator <=(PathSum a, PathSum b) => a.CompareTo(b) <= 0;

    /// <summary>Returns true if <paramref name="a"/> is at least <paramref name="b"/>.</summary>
    public static bool operator >=(PathSum a, PathSum b) => a.CompareTo(b) >= 0;
}

/// <summary>The value of a <see cref="PathSum"/> of more than 63 bits.</summary>
[Immutable, GenerateSerializer, Alias("okr.large-sum")]
internal sealed record LargeSum([property: Id(0)] BigInteger Value);
