namespace OkrGrains.Storage.Tests.Support;

/// <summary>Holds the writer just before a commit, or makes the commit fail.</summary>
internal sealed class HeldCommits : IDisposable
{
    private readonly SemaphoreSlim _reached = new(0);
    private readonly SemaphoreSlim _allowed = new(0);
    private volatile bool _holding;

    /// <summary>The exception that is thrown instead of the next commit; null to let it pass.</summary>
    public Exception? Failure { get; set; }

    public void BeforeCommit()
    {
        if (_holding)
        {
            _reached.Release();
            _allowed.Wait();
        }

        if (Failure is { } failure)
        {
            Failure = null;
            throw failure;
        }
    }

    public void Hold() => _holding = true;

    public Task Reached() => _reached.WaitAsync();

    public void Release()
    {
        _holding = false;
        _allowed.Release();
    }

    public void Dispose()
    {
        _reached.Dispose();
        _allowed.Dispose();
    }
}
