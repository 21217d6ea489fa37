using OkrGrains.Model.Goals;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Propagation;

/// <summary>The name of one edge for its reader: the child that contributes, and the point at which it is read.</summary>
/// <param name="Child">The number of the goal; −1 − index for a combiner.</param>
/// <param name="At">The point at which the child is read.</param>
internal readonly record struct InputKey(long Child, ReadPoint At)
{
    public bool IsCombiner => Child < 0;

    public static InputKey Of(EdgeRow edge) =>
        edge.Combiner is { } index ? OfCombiner(index) : new(edge.Child, edge.At);

    public static InputKey OfCombiner(int index) => new(-1 - index, ReadPoint.Now);

    public static InputKey Of(Contribution contribution) => new(contribution.Child, contribution.At);
}
