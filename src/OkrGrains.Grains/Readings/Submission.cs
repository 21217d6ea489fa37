using System.Collections.Immutable;
using OkrGrains.Storage.Readings;

namespace OkrGrains.Grains.Readings;

/// <summary>Readings that were submitted together, while they are on the way to their goals.</summary>
internal sealed class Submission
{
    private readonly TaskCompletionSource<Submitted> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<ImmutableArray<long>>? _applied;
    private readonly Lock _lock = new();
    private List<long>? _notTaken;
    private int _open;
    private int _unapplied;
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

    public static Underway Empty { get; } = new(Task.FromResult(new Submitted(0, [])));

    public bool TellsApplied => _applied is not null;

    public Underway Underway => new(_done.Task, _applied?.Task);

    /// <summary>A goal holds some of the readings, said once for each.</summary>
    public void Apply(int readings)
    {
        lock (_lock)
        {
            _unapplied -= readings;
            Tell();
        }
    }

    /// <summary>Some readings are durable.</summary>
    /// <param name="readings">How many.</param>
    /// <param name="position">The commit.</param>
    /// <param name="wasApplied">Whether <see cref="Apply"/> has been said of them.</param>
    public void Complete(int readings, long position, bool wasApplied)
    {
        lock (_lock)
        {
            _position = Math.Max(_position, position);
            _unapplied -= wasApplied ? 0 : readings;
            _open -= readings;
            Tell();
        }
    }

    /// <summary>Some readings do not count: their goal takes none.</summary>
    public void Refuse(ReadOnlySpan<StoredReading> readings, bool wasApplied)
    {
        lock (_lock)
        {
            _notTaken ??= [];
            foreach (ref readonly var reading in readings)
            {
                _notTaken.Add(reading.Sequence);
            }

            Complete(readings.Length, position: 0, wasApplied);
        }
    }

    /// <summary>What became of some readings is not known.</summary>
    public void Fail(Exception failure)
    {
        _done.TrySetException(failure);
        _applied?.TrySetException(failure);
    }

    private void Tell()
    {
        if (_unapplied == 0)
        {
            _applied?.TrySetResult(NotTaken());
        }

        if (_open == 0)
        {
            _done.TrySetResult(new Submitted(_position, NotTaken()));
        }
    }

    private ImmutableArray<long> NotTaken() => _notTaken is null ? [] : [.. _notTaken];
}

/// <summary>Readings that are durable.</summary>
/// <param name="Position">A store position at which all of them are; 0 when there were none.</param>
/// <param name="NotTaken">The sequences of those whose goal had left the plan meanwhile: they do not count.</param>
public sealed record Submitted(long Position, ImmutableArray<long> NotTaken);

/// <summary>Readings on their way to their goals and to the disk.</summary>
/// <param name="durable">Ends once all of them are durable.</param>
/// <param name="applied">Ends once the goals hold all of them; null when nobody asked for it.</param>
public readonly struct Underway(Task<Submitted> durable, Task<ImmutableArray<long>>? applied = null)
{
    /// <summary>Ends once all of them are durable.</summary>
    public Task<Submitted> Durable => durable;

    /// <summary>
    /// Ends once the goals hold all of them in memory, with the sequences of those known not to be taken by then; never before
    /// <see cref="Durable"/> unless that was asked for.
    /// </summary>
    public Task<ImmutableArray<long>> Applied => applied ?? OnceDurableAsync(durable);

    private static async Task<ImmutableArray<long>> OnceDurableAsync(Task<Submitted> durable) => (await durable).NotTaken;
}
