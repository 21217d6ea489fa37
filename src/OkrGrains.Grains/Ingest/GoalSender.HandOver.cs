using OkrGrains.Grains.Readings;

namespace OkrGrains.Grains.Ingest;

// Hands readings over to a goal of the same silo.
public sealed partial class GoalSender
{
    /// <summary>Tells that the goal holds the readings that were handed over to it, which are not durable yet.</summary>
    internal void HandedApplied() => Applied(_number);

    /// <summary>Has the goal take the outcome of its append of readings that were handed over to it.</summary>
    internal void Release(HandedReadings handed) => Owner!.Outcomes.Add(handed);

    /// <summary>Takes the goal's answer to readings that were handed over to it, and goes on with the next.</summary>
    internal void HandedAnswered(in Appended answer)
    {
        var call = _inFlight!;
        try
        {
            Answer(call, answer);
        }
        catch (Exception failure)
        {
            GiveUp(call, failure);
        }

        if (EndAndBeginNext(call) && !TryHandOver())
        {
            RunAtHome(failure: null);
        }
    }

    /// <summary>Makes a call for readings that were handed over in vain.</summary>
    /// <param name="failure">The failure of the goal; null if it has not begun.</param>
    internal void HandedFailed(Exception? failure)
    {
        _answered = null;
        RunAtHome(failure);
    }

    /// <summary>Hands the call in flight over to the goal, if it is active in this silo.</summary>
    private bool TryHandOver()
    {
        if (_grain is not { IsOpen: true })
        {
            _grain = _active?.ReaderOf(Goal.Number);
        }

        if (_grain?.Readings is not { } inbox)
        {
            return false;
        }

        var handed = _handed ??= new HandedReadings(this);
        (handed.Sent, handed.TellsApplied) = (_inFlight!.Sent, _inFlight.TellsApplied);
        inbox.Post(handed);
        return true;
    }

    private void RunAtHome(Exception? failure) =>
        _ = Task.Factory.StartNew(() => RunAsync(failure), CancellationToken.None, TaskCreationOptions.DenyChildAttach, _home);
}
