using OkrGrains.Storage.Records;

namespace OkrGrains.Storage.Sqlite.Edges;

/// <summary>The edges that one part of a goal takes: one of its combiners, or the goal itself.</summary>
/// <param name="Parent">The goal that reads.</param>
/// <param name="Combiner">The index of its combiner; −1 for what the goal takes itself.</param>
internal readonly record struct EdgeGroup(long Parent, int Combiner)
{
    public static EdgeGroup Of(EdgeRow edge) => new(edge.Parent, edge.Combiner ?? -1);
}
