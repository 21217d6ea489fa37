using System.Collections.Immutable;
using OkrGrains.Storage.Readings;

namespace OkrGrains.Grains.Readings;

/// <summary>Readings that were submitted together, while they are on the way to their goals.</summary>
internal sealed class Submission
{
    private readonly TaskCompletionSource<Submitted> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<ImmutableArray<long>>? _applied;
    private readonly List<long> _notTaken = [];
    private long _open;
    private long _unapplied;
    private long _position;

    /// <param name="readings">How many readings.</param>
    /// <param name="tellsApplied">Whether it is of interest when their goals hold them, before they are durable.</param>
    public Submission(int readings, bool tellsApplied)
    {
        _open = _unapplied = readings;
        if (tellsApplied)
        {
            _applied = new(TaskCreationOptions.RunContinuationsAsynchronously);

            // Nobody need ask for it.
            _ = _applied.Task.ContinueWith(
                static applied => applied.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }
    }

    public static Underway Empty { get; } = new(Task.FromResult(ImmutableArray<long>.Empty), Task.FromResult(new Submitted(0, [])));

    public bool TellsApplied => _applied is not null;

    public Underway Underway => new(_applied?.Task ?? AppliedOnceDoneAsync(), _done.Task);

    /// <summary>A goal holds some of the readings, said once for each.</summary>
    public void Apply(int readings)
    {
        if (_applied is not null && Interlocked.Add(ref _unapplied, -readings) == 0)
        {
            _applied.TrySetResult(NotTaken());
        }
    }

    /// <summary>Some readings are durable.</summary>
    /// <param name="readings">How many.</param>
    /// <param name="position">The commit.</param>
    /// <param name="wasApplied">Whether <see cref="Apply"/> has been said of them.</param>
    public void Complete(int readings, long position, bool wasApplied)
    {
        var known = Volatile.Read(ref _position);
        while (known < position && Interlocked.CompareExchange(ref _position, position, known) is var other && other != known)
        {
            known = other;
        }

        if (!wasApplied)
        {
            Apply(readings);
        }

        if (Interlocked.Add(ref _open, -readings) == 0)
        {
            _done.TrySetResult(new Submitted(_position, NotTaken()));
        }
    }

    /// <summary>Some readings do not count: their goal takes none.</summary>
    public void Refuse(ReadOnlySpan<StoredReading> readings, bool wasApplied)
    {
        lock (_notTaken)
        {
            foreach (ref readonly var reading in readings)
            {
                _notTaken.Add(reading.Sequence);
            }
        }

        Complete(readings.Length, position: 0, wasApplied);
    }

    /// <summary>What became of some readings is not known.</summary>
    public void Fail(Exception failure)
    {
        _done.TrySetException(failure);
        _applied?.TrySetException(failure);
    }

    private async Task<ImmutableArray<long>> AppliedOnceDoneAsync() => (await _done.Task).NotTaken;

    private ImmutableArray<long> NotTaken()
    {
        lock (_notTaken)
        {
            return [.. _notTaken];
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
