using System.Runtime.CompilerServices;

namespace Orleans.Runtime;

[Flags]
internal enum CallOptions
{
    None = 0,
    ReadOnly = 1,
    AlwaysInterleave = 2,
    OneWay = 4,
}

/// <summary>A call on its way: its arguments, and the answer that its caller waits for.</summary>
internal abstract class Request : IThreadPoolWorkItem
{
    private CalleeCancellation? _cancellation;
    private int _settled;

    internal CallTarget? Target;
    internal GrainReference? Reference;
    internal long Deadline = long.MaxValue;

    public abstract string Method { get; }

    public virtual CallOptions Options => CallOptions.None;

    public CancellationToken CalleeToken => _cancellation?.Token ?? default;

    internal virtual bool KeepsAlive => true;

    internal bool IsOneWay => (Options & CallOptions.OneWay) != 0;

    internal bool Interleaves => (Options & CallOptions.AlwaysInterleave) != 0;

    internal bool IsReadOnly => (Options & CallOptions.ReadOnly) != 0;

    internal bool IsWrite => (Options & (CallOptions.ReadOnly | CallOptions.AlwaysInterleave)) == 0;

    internal bool IsSettled => Volatile.Read(ref _settled) != 0;

    public void Execute() => Run();

    /// <summary>Whoever settles a request answers it: its grain, the clock, a cancelled caller or the end of its silo.</summary>
    internal bool TrySettle() => Interlocked.Exchange(ref _settled, 1) == 0;

    internal void CancelWith(CancellationToken caller)
    {
        _cancellation = new CalleeCancellation();
        _cancellation.Caller = caller.UnsafeRegister(static (request, token) => ((Request)request!).Cancel(token), this);
    }

    internal void Run()
    {
        try
        {
            if (!IsSettled && Target!.Instance is { } instance)
                Start(instance);
            else
                Target!.Complete(this);
        }
        catch (Exception e)
        {
            Finish(e);
        }
    }

    internal void Fail(Exception exception)
    {
        if (TrySettle())
            Answer(exception);
    }

    internal void FailLater(Exception exception)
    {
        if (TrySettle())
            AnswerLater(exception);
    }

    /// <summary>Answers a settled request off this thread: whoever waits for the answer may go on at once.</summary>
    internal void AnswerLater(Exception exception) => ThreadPool.UnsafeQueueUserWorkItem(
        static failed => failed.Request.Answer(failed.Exception), (Request: this, Exception: exception), preferLocal: false);

    /// <summary>Makes the object free for another call.</summary>
    public virtual void Recycle() => _settled = 0;

    protected abstract void Start(object instance);

    protected abstract void SetException(Exception exception);

    protected void Finish(Exception exception)
    {
        Target!.Complete(this);
        if (IsOneWay)
            Target.Report(this, exception);

        Fail(exception);
    }

    /// <returns>Whether the caller still waits for the result, and whether nothing else refers to this request.</returns>
    protected (bool Waits, bool IsFree) Finish()
    {
        var wasRunning = Target!.Complete(this);
        var settled = TrySettle();
        _cancellation?.Caller.Unregister();
        return (settled && !IsOneWay, settled && wasRunning && _cancellation is null);
    }

    private void Answer(Exception exception)
    {
        _cancellation?.Caller.Unregister();
        if (!IsOneWay)
            SetException(exception);
    }

    private void Cancel(CancellationToken token)
    {
        Fail(new OperationCanceledException(token));
        Target?.Post(static request => ((Request)request!)._cancellation!.Cancel(), this);
    }

    /// <summary>The callee's own token, cancelled in its turn: a callback on the caller's token would run beside the grain.</summary>
    private sealed class CalleeCancellation : CancellationTokenSource
    {
        internal CancellationTokenRegistration Caller;
    }
}

/// <summary>A call that answers with a value, or with <see cref="Nothing"/>.</summary>
internal abstract class Request<T> : Request
{
    private AsyncTaskMethodBuilder<T> _answer;

    internal Task<T> Task => _answer.Task;

    public abstract ValueTask<T> Invoke(object instance);

    protected override void Start(object instance)
    {
        var call = Invoke(instance);
        if (call.IsCompletedSuccessfully)
            Finish(call.Result);
        else
            Await(call);
    }

    protected override void SetException(Exception exception) => _answer.SetException(exception);

    public override void Recycle()
    {
        _answer = default;
        base.Recycle();
    }

    private void Finish(T result)
    {
        var (waits, isFree) = Finish();
        if (waits)
            _answer.SetResult(result);

        if (isFree)
            Recycle();
    }

    // Not in the grain's turn: nothing here touches the grain.
    private async void Await(ValueTask<T> call)
    {
        try
        {
            Finish(await call.ConfigureAwait(false));
        }
        catch (Exception e)
        {
            Finish(e);
        }
    }
}

/// <summary>The value of a call that answers without one.</summary>
internal readonly struct Nothing
{
    public static ValueTask<Nothing> Of(ValueTask call)
    {
        return call.IsCompletedSuccessfully ? default : Await(call);

        static async ValueTask<Nothing> Await(ValueTask call)
        {
            await call.ConfigureAwait(false);
            return default;
        }
    }
}
