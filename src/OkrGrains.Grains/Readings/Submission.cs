using System.Collections.Immutable;

namespace OkrGrains.Grains.Readings;

/// <summary>Readings that were submitted together, while their parts are on the way to their goals.</summary>
internal sealed class Submission
{
    private readonly TaskCompletionSource<Submitted> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<ImmutableArray<long>> _applied = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private readonly ImmutableArray<long>.Builder _notTaken = ImmutableArray.CreateBuilder<long>();
    private int _open;
    private int _unapplied;
    private long _position;

    public Submission(int parts)
    {
        _open = _unapplied = parts;

        // Not every stream asks for it.
        _ = _applied.Task.ContinueWith(
            static applied => applied.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
    }

    public Task<Submitted> Done => _done.Task;

    /// <summary>Ends once every part is held by its goal in memory, or done; with the sequences that are known not to be taken.</summary>
    public Task<ImmutableArray<long>> Applied => _applied.Task;

    public static Underway Empty { get; } = new(Task.FromResult(ImmutableArray<long>.Empty), Task.FromResult(new Submitted(0, [])));

    /// <summary>One goal holds its part, once for each part.</summary>
    public void Apply()
    {
        lock (_gate)
        {
            CountApplied();
        }
    }

    /// <summary>One goal has answered.</summary>
    /// <param name="position">The commit.</param>
    /// <param name="notTaken">Sequences that do not count.</param>
    /// <param name="wasApplied">Whether the goal has been seen to hold the part before.</param>
    public void Complete(long position, IEnumerable<long> notTaken, bool wasApplied = false)
    {
        lock (_gate)
        {
            _position = Math.Max(_position, position);
            _notTaken.AddRange(notTaken);
            if (!wasApplied)
            {
                CountApplied();
            }

            if (--_open > 0)
            {
                return;
            }
        }

        _done.TrySetResult(new Submitted(_position, _notTaken.ToImmutable()));
    }

    /// <summary>One goal will not answer.</summary>
    public void Fail(Exception failure)
    {
        _done.TrySetException(failure);
        _applied.TrySetException(failure);
    }

    private void CountApplied()
    {
        if (--_unapplied == 0)
        {
            _applied.TrySetResult(_notTaken.ToImmutable());
        }
    }
}

/// <summary>Readings that are durable.</summary>
/// <param name="Position">A store position at which all of them are; 0 when there were none.</param>
/// <param name="NotTaken">The sequences of those whose goal had left the plan meanwhile: they do not count.</param>
public sealed record Submitted(long Position, ImmutableArray<long> NotTaken);

/// <summary>Readings on their way to their goals and to the disk.</summary>
/// <param name="Applied">
/// Ends once the goals hold all of them in memory, with the sequences of those known not to be taken by then; never before
/// <paramref name="Durable"/> unless that was asked for.
/// </param>
/// <param name="Durable">Ends once all of them are durable.</param>
public readonly record struct Underway(Task<ImmutableArray<long>> Applied, Task<Submitted> Durable);
