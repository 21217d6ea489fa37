namespace OkrGrains.Storage.Tests.Support;

/// <summary>Tests of something that every implementation of a store has to do.</summary>
/// <param name="home">Where the tests open stores.</param>
public abstract class StoreContract(StoreHome home) : IDisposable
{
    protected StoreHome Home { get; } = home;

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) => Home.Dispose();
}
