using OkrGrains.Storage.Records;

namespace OkrGrains.Storage;

/// <summary>Stores the requests that callers have named, so that each of them is carried out once.</summary>
/// <remarks><see cref="IGoalStore"/> says what holds for all members.</remarks>
public interface IRequestStore
{
    /// <summary>Finds the request that has an id in a workspace; null if there is none.</summary>
    ValueTask<RequestRow?> FindRequestAsync(string workspace, string id, CancellationToken cancellation);

    /// <summary>
    /// Stores a request by itself. An amendment or a change of definitions stores the request that asked for it in its own commit.
    /// </summary>
    /// <returns>The position of the commit.</returns>
    /// <exception cref="StoreConflictException">A request with the same id is stored already.</exception>
    /// <exception cref="StoreUnavailableException">The store takes no more writes.</exception>
    ValueTask<long> RecordRequestAsync(NewRequest request, CancellationToken cancellation);
}
