using System.Collections.Immutable;
using OkrGrains.Grains.Propagation;

namespace OkrGrains.Grains.Queries;

/// <summary>Lets readers of the tree wait at a grain until it holds the versions that they know to be in flight to it.</summary>
internal sealed class VersionBarrier(TimeProvider time)
{
    /// <summary>The longest wait. It is below the response timeout, so that the waiting reader gets a clear answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly List<(ImmutableArray<Expected> Expected, TaskCompletionSource Arrived)> _waiting = [];

    /// <summary>Completes once the inputs hold every expected version or a newer one.</summary>
    /// <exception cref="TimeoutException">The versions did not arrive in time.</exception>
    /// <exception cref="OperationCanceledException">The reader has given up.</exception>
    public async Task WaitAsync(ImmutableArray<Expected> expected, Inputs inputs, CancellationToken cancellation)
    {
        if (HoldsAll(expected, inputs))
        {
            return;
        }

        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Add((expected, arrived));
        using var patience = time.CreateTimer(
            static waiter => ((TaskCompletionSource)waiter!).TrySetException(new TimeoutException()),
            arrived, Patience, Timeout.InfiniteTimeSpan);
        using var gaveUp = cancellation.UnsafeRegister(
            static (waiter, token) => ((TaskCompletionSource)waiter!).TrySetCanceled(token), arrived);
        try
        {
            await arrived.Task;
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"In {Patience} these did not arrive: {string.Join(", ", expected)}.");
        }
        finally
        {
            _waiting.RemoveAll(waiter => waiter.Arrived == arrived);
        }
    }

    /// <summary>Lets those readers go whose versions have arrived.</summary>
    public void Notify(Inputs inputs)
    {
        if (_waiting.Count > 0)
        {
            LetGo(inputs);
        }
    }

    // A method of its own, because its closure would otherwise be allocated for every contribution, and hardly ever does anybody wait.
    private void LetGo(Inputs inputs) => _waiting.RemoveAll(waiter =>
        waiter.Arrived.Task.IsCompleted || (HoldsAll(waiter.Expected, inputs) && waiter.Arrived.TrySetResult()));

    private static bool HoldsAll(ImmutableArray<Expected> expected, Inputs inputs)
    {
        foreach (var one in expected)
        {
            if (!inputs.Holds(new InputKey(one.Child, one.At), one.Version))
            {
                return false;
            }
        }

        return true;
    }
}
