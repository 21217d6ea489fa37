using System.Collections.Immutable;
using OkrGrains.Grains.Propagation;

namespace OkrGrains.Grains.Queries;

/// <summary>Lets readers of the tree wait at a grain until it holds the versions that they know to be in flight to it.</summary>
internal sealed class VersionBarrier(TimeProvider time)
{
    /// <summary>The longest wait. It is below the response timeout, so that the waiting reader gets a clear answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly List<Waiter> _waiting = [];

    /// <summary>Completes once the inputs hold every expected version or a newer one.</summary>
    /// <exception cref="TimeoutException">The versions did not arrive in time.</exception>
    /// <exception cref="OperationCanceledException">The reader has given up.</exception>
    public async Task WaitAsync(ImmutableArray<Expected> expected, Inputs inputs, CancellationToken cancellation)
    {
        var waiter = new Waiter(expected);
        if (waiter.HasAll(inputs))
        {
            return;
        }

        var arrived = waiter.Arrived;
        _waiting.Add(waiter);
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
            _waiting.Remove(waiter);
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
        waiter.Arrived.Task.IsCompleted || (waiter.HasAll(inputs) && waiter.Arrived.TrySetResult()));

    /// <summary>A reader that waits.</summary>
    private sealed class Waiter(ImmutableArray<Expected> expected)
    {
        private int _held;

        public TaskCompletionSource Arrived { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Returns true if the inputs hold every expected version or a newer one.</summary>
        /// <remarks>
        /// What is held stays held, so that each version is looked for until it has arrived and then no more. A goal with ten thousand
        /// operands would otherwise look for all of them with each that arrives.
        /// </remarks>
        public bool HasAll(Inputs inputs)
        {
            while (_held < expected.Length && inputs.Holds(new InputKey(expected[_held].Child, expected[_held].At), expected[_held].Version))
            {
                _held++;
            }

            return _held == expected.Length;
        }
    }
}
