namespace Orleans.Runtime;

/// <summary>What waits its turn at a target: a call, or the tick of a timer.</summary>
internal abstract class Request : IThreadPoolWorkItem
{
    private int _settled;

    internal CallTarget? Target { get; set; }

    internal long Deadline { get; set; } = long.MaxValue;

    internal abstract Interleaving Interleaving { get; }

    internal virtual bool KeepsAlive => true;

    internal bool IsSettled => Volatile.Read(ref _settled) != 0;

    public void Execute() => Run();

    /// <summary>Runs in the target's turn, or on the thread pool for an observer.</summary>
    internal abstract void Run();

    /// <summary>Answers off this thread, unless somebody else has answered: who waits for the answer may go on at once.</summary>
    internal void Fail(Exception exception)
    {
        if (TrySettle())
        {
            ThreadPool.UnsafeQueueUserWorkItem(
                static failed => failed.Request.Answer(failed.Exception), (Request: this, Exception: exception), preferLocal: false);
        }
    }

    /// <summary>Whoever settles a request answers it: its grain, the clock or the end of its silo.</summary>
    protected bool TrySettle() => Interlocked.Exchange(ref _settled, 1) == 0;

    /// <summary>Makes the object free for another use.</summary>
    protected void Unsettle() => _settled = 0;

    protected abstract void Answer(Exception exception);
}

/// <summary>Which requests may run beside each other.</summary>
internal enum Interleaving
{
    None,
    ReadOnly,
    Always,
}
