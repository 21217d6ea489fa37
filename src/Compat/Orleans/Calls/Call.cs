using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace Orleans.Runtime;

/// <summary>A call on its way.</summary>
internal abstract class Call : Request
{
    internal GrainReference Reference { get; set; } = null!;
}

/// <summary>A call: its arguments, and the answer that its caller waits for.</summary>
internal sealed class Call<TArguments, TResult> : Call
{
    /// <summary>Enough for whoever calls thousands of grains at once and waits for them together.</summary>
    private const int MostFree = 4096;

    private static readonly ConcurrentQueue<Call<TArguments, TResult>> s_free = new();

    /// <summary>One free call per signature and thread: a call and its answer often stay on one.</summary>
    [ThreadStatic]
    private static Call<TArguments, TResult>? t_free;

    private static int s_freeCount;

    private GrainMethod<TArguments, TResult> _method = null!;
    private TArguments _arguments = default!;
    private AsyncTaskMethodBuilder<TResult> _answer;
    private Task? _running;
    private Action? _afterRun;

    internal override Interleaving Interleaving => _method.Interleaving;

    internal Task<TResult> Task => _answer.Task;

    internal static Call<TArguments, TResult> Of(GrainReference reference, GrainMethod<TArguments, TResult> method, TArguments arguments)
    {
        var call = TakeFree() ?? new Call<TArguments, TResult>();
        call.Reference = reference;
        call._method = method;
        call._arguments = arguments;
        return call;
    }

    public override string ToString() => $"{_method.Name} of {Reference.Id}";

    internal override void Run()
    {
        try
        {
            if (IsSettled)
            {
                Target!.Complete(this);
                return;
            }

            var running = _method.Invoke(Target!.Instance, _arguments);
            if (running.IsCompletedSuccessfully)
                Finish(running);
            else
                Await(running);
        }
        catch (Exception e)
        {
            Finish(e);
        }
    }

    protected override void Answer(Exception exception) => _answer.SetException(exception);

    // Not in the grain's turn: nothing here touches the grain.
    private void Await(Task running)
    {
        _running = running;
        running.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(_afterRun ??= AfterRun);
    }

    private void AfterRun()
    {
        var done = _running!;
        _running = null;
        if (done.IsCompletedSuccessfully)
        {
            Finish(done);
            return;
        }

        try
        {
            done.GetAwaiter().GetResult();
        }
        catch (Exception e)
        {
            Finish(e);
        }
    }

    private void Finish(Exception exception)
    {
        Target!.Complete(this);
        Fail(exception);
    }

    private void Finish(Task done)
    {
        var wasRunning = Target!.Complete(this);
        if (!TrySettle())
            return;

        _answer.SetResult(done is Task<TResult> { Result: var result } ? result : default!);
        if (wasRunning)
        {
            // Nobody else knows of this object any more.
            _answer = default;
            _arguments = default!;
            (Reference, Target) = (null!, null);
            Unsettle();
            SetFree();
        }
    }

    private static Call<TArguments, TResult>? TakeFree()
    {
        if (t_free is { } free)
            t_free = null;
        else if (s_free.TryDequeue(out free))
            Interlocked.Decrement(ref s_freeCount);

        return free;
    }

    private void SetFree()
    {
        if (t_free is null)
            t_free = this;
        else if (Volatile.Read(ref s_freeCount) < MostFree)
        {
            Interlocked.Increment(ref s_freeCount);
            s_free.Enqueue(this);
        }
    }
}
