using System.Collections.Concurrent;

namespace Compat.Orleans.Tests;

/// <summary>What the grains of a test tell and wait for; one per test, shared by all silos of its cluster.</summary>
public sealed class Probe
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _signals = new();
    private int _instances;
    private int _failures;

    public ConcurrentQueue<string> Events { get; } = new();

    public int NextInstance() => Interlocked.Increment(ref _instances);

    public void FailOnce() => Interlocked.Increment(ref _failures);

    public bool MustFail() => Interlocked.Exchange(ref _failures, 0) > 0;

    public Task When(string signal) => Source(signal).Task.WaitAsync(TimeSpan.FromSeconds(20));

    public void Raise(string signal) => Source(signal).TrySetResult();

    public void Note(string what)
    {
        Events.Enqueue(what);
        Raise(what);
    }

    private TaskCompletionSource Source(string signal) =>
        _signals.GetOrAdd(signal, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
