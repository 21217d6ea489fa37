namespace OkrGrains.Storage.Sqlite.Connection;

/// <summary>A read that waits for a connection.</summary>
internal abstract class PendingRead
{
    /// <summary>True if nobody waits for the result any more.</summary>
    public abstract bool IsOver { get; }

    /// <summary>Reads, without publishing the result yet.</summary>
    public abstract void Run(StoreConnection connection);

    /// <summary>Publishes the result.</summary>
    public abstract void Complete();

    /// <summary>Publishes a failure to read.</summary>
    public abstract void Fail(Exception failure);
}

/// <inheritdoc/>
internal sealed class PendingRead<T>(Func<StoreConnection, T> read) : PendingRead
{
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenRegistration _givingUp;
    private T _result = default!;

    public Task<T> Task => _answer.Task;

    public override bool IsOver => _answer.Task.IsCompleted;

    /// <summary>Lets the caller cancel the read while it waits.</summary>
    public void CancelBy(CancellationToken cancellation) => _givingUp = cancellation.UnsafeRegister(
        static (one, token) => ((PendingRead<T>)one!)._answer.TrySetCanceled(token), this);

    public override void Run(StoreConnection connection) => _result = read(connection);

    public override void Complete()
    {
        _givingUp.Dispose();
        _answer.TrySetResult(_result);
    }

    public override void Fail(Exception failure)
    {
        _givingUp.Dispose();
        if (failure is OperationCanceledException given)
        {
            _answer.TrySetCanceled(given.CancellationToken);
        }
        else
        {
            _answer.TrySetException(failure);
        }
    }
}
