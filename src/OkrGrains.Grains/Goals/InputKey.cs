using OkrGrains.Model.Goals;
using OkrGrains.Storage.Definitions;

namespace OkrGrains.Grains.Goals;

/// <summary>One edge as its reader names it: who contributes, and at which instant it is read.</summary>
/// <param name="Child">The goal's number; of a combiner −1 − its index.</param>
/// <param name="At">The instant.</param>
internal readonly record struct InputKey(long Child, ReadPoint At)
{
    public bool IsCombiner => Child < 0;

    public static InputKey Of(EdgeRow edge) =>
        edge.Combiner is { } index ? OfCombiner(index) : new(edge.Child, edge.At);

    public static InputKey OfCombiner(int index) => new(-1 - index, ReadPoint.Now);

    public static InputKey Of(Contribution contribution) => new(contribution.Child, contribution.At);
}
