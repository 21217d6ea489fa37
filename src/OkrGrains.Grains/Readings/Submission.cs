using System.Collections.Immutable;

namespace OkrGrains.Grains.Readings;

/// <summary>Readings that were submitted together, while their parts are on the way to their goals.</summary>
internal sealed class Submission(int parts)
{
    private readonly TaskCompletionSource<Submitted> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private readonly ImmutableArray<long>.Builder _notTaken = ImmutableArray.CreateBuilder<long>();
    private int _open = parts;
    private long _position;

    public Task<Submitted> Done => _done.Task;

    public static Task<Submitted> Empty { get; } = Task.FromResult(new Submitted(0, []));

    /// <summary>One goal has answered.</summary>
    public void Complete(long position, IEnumerable<long> notTaken)
    {
        lock (_gate)
        {
            _position = Math.Max(_position, position);
            _notTaken.AddRange(notTaken);
            if (--_open > 0)
            {
                return;
            }
        }

        _done.TrySetResult(new Submitted(_position, _notTaken.ToImmutable()));
    }

    /// <summary>One goal will not answer.</summary>
    public void Fail(Exception failure) => _done.TrySetException(failure);
}

/// <summary>Readings that are durable.</summary>
/// <param name="Position">A store position at which all of them are; 0 when there were none.</param>
/// <param name="NotTaken">The sequences of those whose goal had left the plan meanwhile: they do not count.</param>
public sealed record Submitted(long Position, ImmutableArray<long> NotTaken);
