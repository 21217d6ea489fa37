using System.Numerics;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Workspaces;

/// <summary>Puts combiners under goals with more children than <see cref="Widest"/>.</summary>
/// <remarks>
/// The number of a goal's combiners is a power of two, and a child is given the combiner whose index is the child's number modulo that. So
/// a goal that grows rewires all its children only when its combiners double.
/// </remarks>
internal static class CombinerAssignment
{
    /// <summary>The most children whose contributions a goal takes itself.</summary>
    public const int Widest = 256;

    /// <summary>The most combiners of one goal. So wide combiners, not a wide goal, carry a hundred thousand children.</summary>
    private const int MostCombiners = 256;

    public static IReadOnlyList<EdgeRow> Of(IReadOnlyList<EdgeRow> edges)
    {
        var wide = edges.Where(edge => edge.Role.IsRolledUp()).GroupBy(edge => edge.Parent).Where(children => children.Count() > Widest)
            .ToDictionary(children => children.Key, children => CombinersFor(children.Count()));
        return wide.Count == 0 ? edges :
        [
            .. edges.Select(edge => edge.Role.IsRolledUp() && wide.TryGetValue(edge.Parent, out var combiners)
                ? edge with { Combiner = (int)(edge.Child % combiners) }
                : edge),
        ];
    }

    private static int CombinersFor(int children) =>
        Math.Min(MostCombiners, (int)BitOperations.RoundUpToPowerOf2((uint)((children + Widest - 1) / Widest)));
}
