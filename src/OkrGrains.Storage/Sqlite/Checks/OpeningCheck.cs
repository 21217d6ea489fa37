using OkrGrains.Storage.Sqlite.Connection;
using OkrGrains.Storage.Sqlite.Tables;

namespace OkrGrains.Storage.Sqlite.Checks;

/// <summary>Decides whether a store that was just opened may be written to.</summary>
internal static class OpeningCheck
{
    /// <returns>The reason why the store may only be read; null if it may be written to.</returns>
    /// <exception cref="StoreRefusedException">
    /// A row is damaged. Then the store may not even be read: a row that a damaged key hides would pass for one that never was.
    /// </exception>
    public static string? Run(StoreConnection connection, DataFolder folder, StoreCounters counters, AckedPosition acked)
    {
        var faults = new FaultList(connection);
        new RowCheck(connection, faults).Run(counters);
        if (faults.Faults.Count > 0)
        {
            var more = faults.Faults.Count > 1 ? $" (and {faults.Faults.Count - 1} more faults)" : string.Empty;
            throw new StoreRefusedException($"The store in {folder.Path} is damaged: {faults.Faults[0]}{more} Restore a backup.");
        }

        if (acked.Kind == AckedKind.Damaged)
        {
            return $"{folder.Watermark} is damaged, so that commits after {counters.Position} may be lost. {HowToGoOn(folder)}";
        }

        if (acked.Position > counters.Position)
        {
            return $"The store was found at commit {counters.Position}, but commit {acked.Position} was acknowledged: the commits after "
                + $"{counters.Position} are lost. {HowToGoOn(folder)}";
        }

        return null;
    }

    private static string HowToGoOn(DataFolder folder) =>
        "It is only read. To go on writing, restore a backup into an empty folder with `okr store restore FILE DIR`, or accept the loss and "
        + $"restore what is left in {folder.Database} in the same way.";
}
