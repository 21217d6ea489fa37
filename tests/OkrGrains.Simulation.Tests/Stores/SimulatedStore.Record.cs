using OkrGrains.Model.Measures;
using OkrGrains.Storage.Records;

namespace OkrGrains.Simulation.Tests.Stores;

/// <summary>Answers that nothing is on record, because no simulated history amends, closes cycles, checks in or deletes a workspace.</summary>
internal sealed partial class SimulatedStore
{
    public ValueTask<IReadOnlyList<ChangeRow>> ReadSettingsAsync(string workspace, CancellationToken cancellation) =>
        Read<IReadOnlyList<ChangeRow>>(_ => []);

    public ValueTask<IReadOnlyList<ClosingRow>> ReadClosingsAsync(string workspace, CancellationToken cancellation) =>
        Read<IReadOnlyList<ClosingRow>>(_ => []);

    // Answered at once: it draws no chance, so that the histories of all seeds stay what they were.
    public ValueTask<IReadOnlyList<Tombstone>> ReadTombstonesAsync(long after, CancellationToken cancellation) =>
        ValueTask.FromResult<IReadOnlyList<Tombstone>>([]);

    public ValueTask<IReadOnlyList<Tombstone>> ReadTombstonesAsync(string workspace, CancellationToken cancellation) =>
        throw NotSimulated();

    public ValueTask<long> DeleteWorkspaceAsync(WorkspaceDeletion deletion, CancellationToken cancellation) => throw NotSimulated();

    public ValueTask<int> EraseDeletedAsync(string workspace, CancellationToken cancellation) => throw NotSimulated();

    public ValueTask<IReadOnlyDictionary<string, int>> CountGoalsAsync(CancellationToken cancellation) => throw NotSimulated();

    public ValueTask<long> AmendAsync(AmendmentAppend amend, CancellationToken cancellation) => throw NotSimulated();

    public IAsyncEnumerable<StoredReadings> ReadHistorySinceAsync(long goal, long after, long upTo, CancellationToken cancellation) =>
        throw NotSimulated();

    public ValueTask<bool> IsAmendedSinceAsync(long goal, long after, CancellationToken cancellation) => throw NotSimulated();

    public ValueTask<ReadingsPage> ReadReadingsAsync(long goal, long from, int most, CancellationToken cancellation) => throw NotSimulated();

    public ValueTask<ReadingPlace> FindReadingAsync(ReadingName name, CancellationToken cancellation) => throw NotSimulated();

    public ValueTask<IReadOnlyList<ChangeRow>> ReadChangesAsync(
        string workspace, long after, int limit, CancellationToken cancellation) => throw NotSimulated();

    public ValueTask<IReadOnlyList<RevisionRow>> ReadRevisionsAsync(
        long goal, long after, int limit, CancellationToken cancellation) => throw NotSimulated();

    public ValueTask<PastDefinitions?> ReadDefinitionsAsync(
        string workspace, ClosingCut cut, CancellationToken cancellation) => throw NotSimulated();

    public ValueTask<IReadOnlyList<Final>> ReadFinalsAsync(
        string workspace, long position, CancellationToken cancellation) => throw NotSimulated();

    public ValueTask<long> AddCheckInAsync(NewCheckIn checkIn, CancellationToken cancellation) => throw NotSimulated();

    public ValueTask<IReadOnlyList<CheckInRow>> ReadCheckInsAsync(
        long goal, long below, int limit, CancellationToken cancellation) => throw NotSimulated();

    public ValueTask<CheckInRow?> FindCheckInAsync(
        long goal, string request, CancellationToken cancellation) => throw NotSimulated();

    public ValueTask<RequestRow?> FindRequestAsync(string workspace, string id, CancellationToken cancellation) => throw NotSimulated();

    public ValueTask<long> RecordRequestAsync(NewRequest request, CancellationToken cancellation) => throw NotSimulated();

    private static NotSupportedException NotSimulated() => new("Not simulated.");
}
