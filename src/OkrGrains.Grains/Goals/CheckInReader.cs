using OkrGrains.Storage;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Goals;

/// <summary>Finds stored check-ins.</summary>
internal sealed class CheckInReader(IReadingStore store)
{
    /// <summary>Returns the check-in that the same request has made before; null for none.</summary>
    public async Task<CheckInRow?> FindAsync(long goal, CheckInEntry entry) =>
        entry.Request.Length == 0 ? null : await store.FindCheckInAsync(goal, entry.Request, CancellationToken.None);

    /// <summary>Returns a check-in that was just written.</summary>
    public async Task<CheckInRow> ReadAsync(long goal, long number) =>
        (await store.ReadCheckInsAsync(goal, number + 1, 1, CancellationToken.None))[0];
}
