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

    /// <summary>Returns the reserved beginning of a name; null if it has none.</summary>
    public static string? Find(string producer)
    {
        ArgumentNullException.ThrowIfNull(producer);
        return producer.StartsWith(CheckIns, StringComparison.Ordinal) ? CheckIns
            : producer.StartsWith(UnaryWrites, StringComparison.Ordinal) ? UnaryWrites
            : null;
    }
}
