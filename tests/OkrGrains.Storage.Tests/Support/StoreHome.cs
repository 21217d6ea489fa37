using Microsoft.Extensions.Time.Testing;

namespace OkrGrains.Storage.Tests.Support;

/// <summary>
/// A place for one store of some implementation, empty at first, for one test. What a test asks of it, every implementation has to do.
/// </summary>
public abstract class StoreHome : IDisposable
{
    /// <summary>The system clock of the stores that are opened here.</summary>
    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    /// <summary>An exception as the engine throws it when its disk is full.</summary>
    public abstract Exception FullDisk { get; }

    /// <summary>Opens the store.</summary>
    /// <param name="beforeCommit">Is called on the writer's thread before each commit; it may wait, or throw what the commit then fails with.</param>
    public abstract IGoalStore OpenStore(Action? beforeCommit = null);

    /// <summary>Checks everything in the closed store.</summary>
    /// <returns>The faults that were found.</returns>
    public abstract IReadOnlyList<string> Verify();

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);
}
