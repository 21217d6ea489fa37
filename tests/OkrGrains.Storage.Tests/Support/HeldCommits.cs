namespace OkrGrains.Storage.Tests.Support;

/// <summary>Holds or breaks the writer at the moment before a commit.</summary>
internal sealed class HeldCommits : IDisposable
{
    private readonly SemaphoreSlim reached = new(0);
    private readonly SemaphoreSlim allowed = new(0);
    private volatile bool holding;

    /// <summary>Thrown instead of the next commit.</summary>
    public Exception? Failure { get; set; }

    public void BeforeCommit()
    {
        if (holding)
        {
            reached.Release();
            allowed.Wait();
        }

        if (Failure is { } failure)
        {
            Failure = null;
            throw failure;
        }
    }

    public void Hold() => holding = true;

    public Task Reached() => reached.WaitAsync();

    public void Release()
    {
        holding = false;
        allowed.Release();
    }

    public void Dispose()
    {
        reached.Dispose();
        allowed.Dispose();
    }
}
