using System.Globalization;
using OkrGrains.Model.Goals;

namespace OkrGrains.Grains.Goals;

/// <summary>
/// The address of a goal's grain. It names the goal by workspace and a number that is never used again, so that names may change.
/// </summary>
/// <param name="Workspace">The workspace's id.</param>
/// <param name="Number">The goal's number.</param>
/// <param name="Kind">The kind of the goal, which decides the grain's class.</param>
[Immutable, GenerateSerializer, Alias("okr.goal-address")]
public readonly record struct GoalAddress(
    [property: Id(0)] string Workspace, [property: Id(1)] long Number, [property: Id(2)] GoalKind Kind)
{
    /// <summary>The grain's key: <c>{workspace}/{number}</c>.</summary>
    public string Key => string.Create(CultureInfo.InvariantCulture, $"{Workspace}/{Number}");

    /// <summary>Returns the address of the goal whose grain has a key.</summary>
    internal static GoalAddress Parse(string key, GoalKind kind)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        return new(key[..slash], long.Parse(key.AsSpan(slash + 1), CultureInfo.InvariantCulture), kind);
    }
}
