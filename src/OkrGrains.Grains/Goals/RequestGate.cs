namespace OkrGrains.Grains.Goals;

/// <summary>
/// Lets one change of a goal's readings through at a time, those that Orleans admits one by one and those that are handed over within the
/// silo. Everything runs in turns of the grain.
/// </summary>
internal sealed class RequestGate
{
    private bool _isTaken;
    private Queue<TaskCompletionSource>? _waiting;

    /// <summary>Lets a change through if no other one runs or waits.</summary>
    /// <returns>True if the change may run. It must then <see cref="Leave"/>.</returns>
    public bool TryEnter() => !_isTaken && (_isTaken = true);

    /// <summary>Waits until the change may run, after all that came before. It must then <see cref="Leave"/>.</summary>
    public Task EnterAsync()
    {
        if (TryEnter())
        {
            return Task.CompletedTask;
        }

        var place = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        (_waiting ??= new()).Enqueue(place);
        return place.Task;
    }

    /// <summary>Lets the next change through.</summary>
    public void Leave()
    {
        if (_waiting is not null && _waiting.TryDequeue(out var next))
        {
            next.SetResult();
        }
        else
        {
            _isTaken = false;
        }
    }
}
