namespace OkrGrains.Grains.Propagation;

/// <summary>Bounds how many grains above a goal sends to at a time. Everything runs in turns of the goal.</summary>
/// <remarks>
/// A goal with thousands of parents would otherwise begin as many calls in one turn, and with hundreds of such goals all other work of the
/// silo would wait behind these turns.
/// </remarks>
internal sealed class FanOut(bool hasSeveral)
{
    /// <summary>The most senders of a goal that have a call to make at a time: enough to keep the processors busy.</summary>
    private const int Most = 32;

    private readonly Queue<ParentSender>? _waiting = hasSeveral ? new() : null;
    private int _running;
    private bool _letsIn;

    /// <summary>The fan-out of a goal that one grain reads, or none.</summary>
    public static FanOut OfOne { get; } = new(hasSeveral: false);

    /// <summary>True if the goal has several senders.</summary>
    public bool HasSeveral => _waiting is not null;

    /// <summary>Returns true if a sender may begin now; otherwise it is told to begin once another one has ended.</summary>
    public bool MayBegin(ParentSender sender)
    {
        if (_waiting is null)
        {
            return true;
        }

        if (_running < Most)
        {
            _running++;
            return true;
        }

        _waiting.Enqueue(sender);
        return false;
    }

    /// <summary>Ends what <see cref="MayBegin"/> has allowed, and has the next sender begin.</summary>
    public void End()
    {
        if (_waiting is null)
        {
            return;
        }

        _running--;
        if (_letsIn)
        {
            // The one that has just begun has nothing to send and ends within the loop below.
            return;
        }

        _letsIn = true;
        while (_running < Most && _waiting.TryDequeue(out var next))
        {
            _running++;
            next.Begin();
        }

        _letsIn = false;
    }
}
