using System.Collections.Immutable;
using OkrGrains.Model.Goals;
using Orleans.Runtime;

namespace OkrGrains.Grains.Propagation;

/// <summary>
/// Holds what grains of the same silo contribute to a grain, until its next propagation round: one turn takes all of it, with one evaluation.
/// </summary>
/// <remarks>
/// A message for each child, and its answer, would cost several times of what it costs to take the contribution. A newer contribution of a
/// child replaces the one that still waits. It may be used on any thread.
/// </remarks>
/// <param name="participant">Has the grain take what waits in the next round.</param>
/// <param name="turns">The scheduler of the grain's turns.</param>
/// <param name="node">Takes what waits in a turn of its own, when somebody waits for that.</param>
internal sealed class ContributionInbox(RoundParticipant participant, IWorkItemScheduler turns, ContributionNode node)
{
    private readonly Lock _gate = new();
    private List<PostedContributions>? _waiting;
    private List<PostedContributions>? _spare;
    private bool _isClosed;
    private bool _isUrged;
    private int _readers;

    /// <summary>True once the grain has begun to leave.</summary>
    public bool IsClosed => Volatile.Read(ref _isClosed);

    /// <summary>Hands contributions over. Their sender is told whether the grain holds them, or that it has to send them in a message.</summary>
    /// <param name="sender">The sender.</param>
    /// <param name="contributions">The contributions, which replace those of the same sender that still wait.</param>
    /// <param name="isUrgent">True if somebody waits for what follows from them.</param>
    /// <returns>False if the grain has begun to leave.</returns>
    public bool TryPost(ParentSender sender, ImmutableArray<Contribution> contributions, bool isUrgent)
    {
        bool atOnce, urges;
        lock (_gate)
        {
            if (_isClosed)
            {
                return false;
            }

            var posted = new PostedContributions(sender, contributions);
            if (sender.Place is { } place)
            {
                _waiting![place] = posted;
            }
            else
            {
                sender.Place = (_waiting ??= []).Count;
                _waiting.Add(posted);
            }

            atOnce = isUrgent || _readers > 0;
            urges = Urges(atOnce);
        }

        if (urges)
        {
            TakeAtOnce();
        }
        else if (!atOnce)
        {
            participant.Join();
        }

        return true;
    }

    /// <summary>Has what waits taken at once, if anything does.</summary>
    public void Urge()
    {
        bool urges;
        lock (_gate)
        {
            urges = _waiting is { Count: > 0 } && Urges(isUrgent: true);
        }

        if (urges)
        {
            TakeAtOnce();
        }
    }

    /// <summary>Has everything taken at once from now on, as long as a reader waits.</summary>
    public void BeginReading()
    {
        Interlocked.Increment(ref _readers);
        Urge();
    }

    /// <summary>Ends what <see cref="BeginReading"/> has begun.</summary>
    public void EndReading() => Interlocked.Decrement(ref _readers);

    /// <summary>Takes out what waits; null for nothing. Give the list back with <see cref="Return"/>.</summary>
    public List<PostedContributions>? Take()
    {
        lock (_gate)
        {
            return TakeOut();
        }
    }

    /// <summary>Gives back a list that <see cref="Take"/> has returned.</summary>
    public void Return(List<PostedContributions> taken)
    {
        taken.Clear();
        lock (_gate)
        {
            _spare = taken;
        }
    }

    /// <summary>Takes nothing more; what waits has to be sent in messages, which find the next activation.</summary>
    public void Close()
    {
        List<PostedContributions>? left;
        lock (_gate)
        {
            left = TakeOut();

            // Last, since a sender that sees it may use another inbox at once.
            Volatile.Write(ref _isClosed, true);
        }

        left?.ForEach(static posted => posted.Sender.Decline());
    }

    private List<PostedContributions>? TakeOut()
    {
        _isUrged = false;
        if (_waiting is not { Count: > 0 } taken)
        {
            return null;
        }

        (_waiting, _spare) = (_spare, null);
        foreach (var posted in taken)
        {
            posted.Sender.Place = null;
        }

        return taken;
    }

    private void TakeAtOnce() => turns.QueueAction(static node => ((ContributionNode)node).TakeInboxAtOnce(), node);

    private bool Urges(bool isUrgent)
    {
        var urges = isUrgent && !_isUrged;
        _isUrged |= urges;
        return urges;
    }
}

/// <summary>Contributions that wait in an inbox.</summary>
/// <param name="Sender">The sender, which is told what becomes of them.</param>
/// <param name="Contributions">The contributions.</param>
internal readonly record struct PostedContributions(ParentSender Sender, ImmutableArray<Contribution> Contributions);
