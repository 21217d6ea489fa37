using OkrGrains.Api.Calls;

namespace OkrGrains.Api.Limits;

/// <summary>
/// The calls that wait for an amount of a quota. Workspaces are served in turn, within a workspace its callers, and within a caller the
/// calls in the order of arrival, so that thousands of calls of one caller hold up the only one of another for no longer than one of them.
/// The line is not thread-safe.
/// </summary>
internal sealed class WaitingLine
{
    private readonly Rotation<string, Rotation<Caller, LinkedList<Waiter>>> _workspaces = new(StringComparer.Ordinal);

    /// <summary>The number of calls that wait.</summary>
    public int Count { get; private set; }

    public void Add(Waiter waiter)
    {
        var callers = _workspaces.Of(KeyOf(waiter), static () => new(EqualityComparer<Caller>.Default));
        callers.Of(waiter.Caller, static () => new()).AddLast(waiter);
        Count++;
    }

    /// <summary>Removes a waiting call. Returns false if it does not wait any more.</summary>
    public bool Remove(Waiter waiter)
    {
        if (_workspaces.Find(KeyOf(waiter)) is not { } callers
            || callers.Find(waiter.Caller) is not { } calls
            || !calls.Remove(waiter))
        {
            return false;
        }

        Count--;
        RemoveEmpty(KeyOf(waiter), callers, waiter.Caller, calls);
        return true;
    }

    /// <summary>Admits all calls that there is room for now.</summary>
    /// <param name="quota">The quota that they wait for.</param>
    public void Admit(Quota quota)
    {
        while (Count > 0 && AdmitOne(quota))
        {
        }
    }

    private static string KeyOf(Waiter waiter) => waiter.Caller.Workspace ?? "";

    private bool AdmitOne(Quota quota)
    {
        foreach (var (workspace, callers) in _workspaces)
        {
            var answer = FirstThatFits(callers, quota, out var admitted);
            if (answer == QuotaAnswer.Taken)
            {
                Serve(workspace, callers, admitted!);
                return true;
            }

            // Smaller amounts of others might fit, but would let the one whose turn it is wait forever.
            if (answer == QuotaAnswer.AboveLimit)
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>Takes for the first call of the first caller that is within its own limit.</summary>
    private static QuotaAnswer FirstThatFits(Rotation<Caller, LinkedList<Waiter>> callers, Quota quota, out Waiter? admitted)
    {
        foreach (var (_, calls) in callers)
        {
            admitted = calls.First!.Value;
            var answer = quota.TryTake(admitted.Caller, admitted.Amount);
            if (answer != QuotaAnswer.AboveLimitPerCaller)
            {
                return answer;
            }
        }

        admitted = null;
        return QuotaAnswer.AboveLimitPerCaller;
    }

    private void Serve(string workspace, Rotation<Caller, LinkedList<Waiter>> callers, Waiter admitted)
    {
        var calls = callers.Find(admitted.Caller)!;
        calls.RemoveFirst();
        Count--;
        callers.MoveBack(admitted.Caller);
        _workspaces.MoveBack(workspace);
        RemoveEmpty(workspace, callers, admitted.Caller, calls);
        admitted.Admit();
    }

    private void RemoveEmpty(string workspace, Rotation<Caller, LinkedList<Waiter>> callers, Caller caller, LinkedList<Waiter> calls)
    {
        if (calls.Count == 0)
        {
            callers.Remove(caller);
        }

        if (callers.Count == 0)
        {
            _workspaces.Remove(workspace);
        }
    }
}

/// <summary>A call that waits for an amount of a quota.</summary>
internal sealed class Waiter(Caller caller, int amount)
{
    private readonly TaskCompletionSource _admitted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Caller Caller => caller;

    public int Amount => amount;

    /// <summary>Completes when the amount is taken.</summary>
    public Task Admitted => _admitted.Task;

    public void Admit() => _admitted.SetResult();

    public void Cancel(CancellationToken cancellation) => _admitted.SetCanceled(cancellation);
}
