using System.Diagnostics.CodeAnalysis;

namespace OkrGrains.Grains.Propagation;

/// <summary>The calls of one workspace, in flight and waiting, with a queue for each rank. Only its throttle uses it.</summary>
internal sealed class CallAccount(string workspace)
{
    private readonly Queue<TaskCompletionSource<CallTicket>>[] _waiting = [new(), new(), new()];

    public string Workspace { get; } = workspace;

    /// <summary>The number of calls that wait.</summary>
    public int Waiting { get; private set; }

    public int InFlight { get; set; }

    /// <summary>True while the workspace has a place among those that take turns.</summary>
    public bool IsReady { get; set; }

    public void Enqueue(TaskCompletionSource<CallTicket> waiter, CallRank rank)
    {
        _waiting[(int)rank].Enqueue(waiter);
        Waiting++;
    }

    public bool TryDequeue([NotNullWhen(true)] out TaskCompletionSource<CallTicket>? waiter)
    {
        foreach (var queue in _waiting)
        {
            if (queue.TryDequeue(out waiter))
            {
                Waiting--;
                return true;
            }
        }

        waiter = null;
        return false;
    }
}
