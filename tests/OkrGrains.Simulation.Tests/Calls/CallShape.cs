using System.Collections.Concurrent;
using System.Reflection;
using Orleans.Concurrency;

namespace OkrGrains.Simulation.Tests.Calls;

/// <summary>The facts that the network needs of a method.</summary>
internal sealed class CallShape
{
    private static readonly ConcurrentDictionary<MethodInfo, CallShape> Known = new();

    private readonly Func<Answer> _newAnswer;

    private CallShape(MethodInfo method)
    {
        Method = method;
        Interleaves = method.IsDefined(typeof(AlwaysInterleaveAttribute)) || method.IsDefined(typeof(ReadOnlyAttribute));
        var result = method.ReturnType.IsGenericType ? method.ReturnType.GetGenericArguments()[0] : typeof(object);
        var make = typeof(CallShape).GetMethod(nameof(NewAnswerOf), BindingFlags.Static | BindingFlags.NonPublic)!;
        _newAnswer = make.MakeGenericMethod(result).CreateDelegate<Func<Answer>>();
    }

    public MethodInfo Method { get; }

    /// <summary>
    /// True if calls of the method may run beside any other call. No grain has read-only methods, which would need more rules.
    /// </summary>
    public bool Interleaves { get; }

    public static CallShape Of(MethodInfo method) => Known.GetOrAdd(method, static known => new CallShape(known));

    public Answer NewAnswer() => _newAnswer();

    private static Answer<T> NewAnswerOf<T>() => new();
}

/// <summary>The answer that a caller waits for.</summary>
internal abstract class Answer
{
    public abstract Task Task { get; }

    /// <summary>Answers with the outcome of a call that has ended, unless there is an answer already.</summary>
    public abstract void Give(Task ended);

    public abstract void Fail(Exception failure);
}

internal sealed class Answer<T> : Answer
{
    private readonly TaskCompletionSource<T> _source = new();

    public override Task Task => _source.Task;

    public override void Give(Task ended)
    {
        if (ended.IsCompletedSuccessfully)
        {
            _source.TrySetResult(ended is Task<T> { Result: var result } ? result : default!);
        }
        else
        {
            Fail(ended.Exception?.InnerException ?? new TaskCanceledException(ended));
        }
    }

    public override void Fail(Exception failure) => _source.TrySetException(failure);
}
