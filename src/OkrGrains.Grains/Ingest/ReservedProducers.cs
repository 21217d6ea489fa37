using System.Globalization;

namespace OkrGrains.Grains.Ingest;

/// <summary>
/// The names of the producers that belong to the server itself. Nobody else may send under them: whoever did would use up the sequences of
/// readings that the server has yet to write, and these would be left out as duplicates.
/// </summary>
public static class ReservedProducers
{
    /// <summary>The beginning of the names of the producers of check-ins.</summary>
    public const string CheckIns = "check-in/";

    /// <summary>The beginning of the names of the producers of unary writes.</summary>
    public const string UnaryWrites = "unary-";

    /// <summary>
    /// Returns the name of a producer of unary writes. Each generation of a workspace has producers of its own: a reading that the server has
    /// named is never one of a deleted workspace.
    /// </summary>
    /// <param name="id">What tells the producer from others.</param>
    /// <param name="generation">The generation of the workspace, from 1.</param>
    public static string OfUnaryWrites(string id, int generation) =>
        string.Create(CultureInfo.InvariantCulture, $"{UnaryWrites}{id}{(generation == 1 ? "" : $"-{generation}")}");

    /// <summary>Returns the reserved beginning of a name; null if it has none.</summary>
    public static string? Find(string producer)
    {
        ArgumentNullException.ThrowIfNull(producer);
        return producer.StartsWith(CheckIns, StringComparison.Ordinal) ? CheckIns
            : producer.StartsWith(UnaryWrites, StringComparison.Ordinal) ? UnaryWrites
            : null;
    }
}
