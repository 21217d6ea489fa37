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
    private CancellationTokenRegistration _callerCancels;
    private CancellationTokenSource? _callee;
    private int _settled;

    internal Request? Next;
    internal CallTarget? Target;
    internal GrainReference? Reference;
    internal long Deadline = long.MaxValue;

    public abstract string Method { get; }

    public virtual CallOptions Options => CallOptions.None;

    public CancellationToken CalleeToken => _callee?.Token ?? default;

    internal virtual bool KeepsAlive => true;

    internal bool IsOneWay => (Options & CallOptions.OneWay) != 0;

    internal bool IsSettled => Volatile.Read(ref _settled) != 0;

    /// <summary>Whoever settles a request answers it: its grain, the clock, a cancelled caller or the end of its silo.</summary>
    internal bool TrySettle() => Interlocked.Exchange(ref _settled, 1) == 0;

    internal void CancelWith(CancellationToken caller)
    {
        // The callee's token is its own, cancelled in its turn: a callback on the caller's token would run beside the grain.
        _callee = new CancellationTokenSource();
        _callerCancels = caller.UnsafeRegister(static (request, token) => ((Request)request!).Cancel(token), this);
    }

    public void Execute() => Run();

    internal void Run()
    {
        var instance = Target!.Instance;
        if (IsSettled || instance is null)
        {
            Target.Complete(this);
            return;
        }

        try
        {
            Start(instance);
        }
        catch (Exception e)
        {
            Finish(e);
        }
    }

    internal void Fail(Exception exception)
    {
        if (TrySettle())
        {
            Answer(exception);
        }
    }

    internal void FailLater(Exception exception) => ThreadPool.UnsafeQueueUserWorkItem(
        static failed => failed.Request.Fail(failed.Exception), (Request: this, Exception: exception), preferLocal: false);

    /// <summary>Answers a request that the clock has settled, off the clock's thread.</summary>
    internal void TimeOutLater(TimeSpan timeout) => ThreadPool.UnsafeQueueUserWorkItem(
        static late => late.Request.Answer(new TimeoutException(
            $"Response did not arrive on time in {late.Timeout} for {late.Request.Method} of {late.Request.Reference}.")),
        (Request: this, Timeout: timeout),
        preferLocal: false);

    protected abstract void Start(object instance);

    protected abstract void SetException(Exception exception);

    protected void Finish(Exception exception)
    {
        Target!.Complete(this);
        if (IsOneWay)
        {
            Target.Report(this, exception);
        }

        Fail(exception);
    }

    protected bool FinishAndClaim()
    {
        Target!.Complete(this);
        if (!TrySettle())
        {
            return false;
        }

        _callerCancels.Unregister();
        return !IsOneWay;
    }

    private void Answer(Exception exception)
    {
        _callerCancels.Unregister();
        if (!IsOneWay)
        {
            SetException(exception);
        }
    }

    private void Cancel(CancellationToken token)
    {
        Fail(new OperationCanceledException(token));
        Target?.Post(static request => ((Request)request!)._callee!.Cancel(), this);
    }
}

/// <summary>A call that answers with a value.</summary>
internal abstract class Request<T> : Request
{
    private AsyncTaskMethodBuilder<T> _answer;

    internal Task<T> Task => _answer.Task;

    public abstract ValueTask<T> Invoke(object instance);

    protected override void Start(object instance)
    {
        var call = Invoke(instance);
        if (call.IsCompletedSuccessfully)
        {
            Finish(call.Result);
        }
        else
        {
            Await(call);
        }
    }

    protected override void SetException(Exception exception) => _answer.SetException(exception);

    private void Finish(T result)
    {
        if (FinishAndClaim())
        {
            _answer.SetResult(result);
        }
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

/// <summary>A call that answers without a value.</summary>
internal abstract class VoidRequest : Request
{
    private AsyncTaskMethodBuilder _answer;

    internal Task Task => _answer.Task;

    public abstract ValueTask Invoke(object instance);

    protected override void Start(object instance)
    {
        var call = Invoke(instance);
        if (call.IsCompletedSuccessfully)
        {
            Finish();
        }
        else
        {
            Await(call);
        }
    }

    protected override void SetException(Exception exception) => _answer.SetException(exception);

    private void Finish()
    {
        if (FinishAndClaim())
        {
            _answer.SetResult();
        }
    }

    private async void Await(ValueTask call)
    {
        try
        {
            await call.ConfigureAwait(false);
        }
        catch (Exception e)
        {
            Finish(e);
            return;
        }

        Finish();
    }
}
