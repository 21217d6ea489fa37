using System.Threading.Tasks.Sources;

namespace OkrGrains.Storage.Sqlite.Writer;

/// <summary>
/// A write that was handed over to the writer. Its outcome is told once the transaction that took it has ended, never before.
/// </summary>
internal abstract class PendingWrite
{
    private Exception? _refusal;

    /// <summary>The number of readings that it adds.</summary>
    public virtual int Readings => 0;

    /// <summary>The approximate number of bytes of states, definitions and edges that it adds.</summary>
    public virtual int Bytes => 0;

    /// <summary>Writes it in the open transaction. If it does not fit what is stored, this write is refused and no other.</summary>
    public void Apply(CommitScope scope)
    {
        try
        {
            Write(scope);
        }
        catch (Exception fault) when (fault is StoreConflictException or EpochRefusedException or StoreDamagedException or ArgumentException)
        {
            _refusal = fault;
        }
    }

    /// <summary>Tells the outcome, because the transaction is durable.</summary>
    public void Complete()
    {
        if (_refusal is null)
        {
            Succeed();
        }
        else
        {
            Fail(_refusal);
        }
    }

    /// <summary>Fails the write, because the transaction is not durable.</summary>
    public void Abandon(StoreUnavailableException cause) => Fail(_refusal ?? cause);

    /// <summary>
    /// Writes the rows. It must have written nothing when it throws a <see cref="StoreConflictException"/>, an
    /// <see cref="EpochRefusedException"/>, a <see cref="StoreDamagedException"/> or an <see cref="ArgumentException"/>.
    /// </summary>
    protected abstract void Write(CommitScope scope);

    protected abstract void Succeed();

    protected abstract void Fail(Exception cause);
}

/// <summary>
/// A write with an answer. The object is itself the source of the task that its caller awaits, because there are tens of thousands of
/// writes a second.
/// </summary>
/// <typeparam name="T">The type of the answer.</typeparam>
internal abstract class PendingWrite<T> : PendingWrite, IValueTaskSource<T>
{
    // The callers' continuations must not run on the writer's thread.
    private ManualResetValueTaskSourceCore<T> _completion = new() { RunContinuationsAsynchronously = true };
    private T? _answer;

    /// <summary>The task of the answer, which may be awaited once.</summary>
    public ValueTask<T> Completion => new(this, _completion.Version);

    T IValueTaskSource<T>.GetResult(short token) => _completion.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<T>.GetStatus(short token) => _completion.GetStatus(token);

    void IValueTaskSource<T>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _completion.OnCompleted(continuation, state, token, flags);

    protected sealed override void Write(CommitScope scope) => _answer = WriteRows(scope);

    protected sealed override void Succeed() => _completion.SetResult(_answer!);

    protected sealed override void Fail(Exception cause) => _completion.SetException(cause);

    protected abstract T WriteRows(CommitScope scope);
}
