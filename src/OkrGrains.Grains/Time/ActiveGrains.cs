using System.Collections.Concurrent;
using OkrGrains.Grains.Propagation;
using OkrGrains.Grains.Readings;

namespace OkrGrains.Grains.Time;

/// <summary>The grains of goals that are active in this silo.</summary>
/// <remarks>
/// Whoever applies a plan tells the grains of it. If that one dies meanwhile, each silo finds here those of its own grains that have not
/// been told. And what a grain of this silo has to take is handed to it here without a message, which would cost more than taking it.
/// </remarks>
internal sealed class ActiveGrains
{
    private readonly ConcurrentDictionary<(long Goal, int Combiner), ActiveGrain> _all = new();

    public ActiveGrains(GrainInstruments instruments) => instruments.Observe(() => _all.Count);

    /// <summary>True, the default, to hand over within the silo what can be; false to send messages only.</summary>
    public bool HandsOver { get; init; } = true;

    public void Add(ActiveGrain grain) => _all[grain.Key] = grain;

    public void Remove(ActiveGrain grain)
    {
        grain.Close();
        _all.TryRemove(KeyValuePair.Create(grain.Key, grain));
    }

    /// <summary>Returns the grains of a workspace by goal number, because the order in which they are kept says nothing.</summary>
    public IEnumerable<ActiveGrain> Of(string workspace) =>
        _all.Select(entry => entry.Value).Where(grain => grain.Workspace == workspace).OrderBy(grain => grain.Key);

    /// <summary>Returns the open inbox of a goal, or of one of its combiners; null if none is active in this silo.</summary>
    /// <param name="goal">The goal's number.</param>
    /// <param name="combiner">The index of the combiner; null for the goal itself.</param>
    public ContributionInbox? InboxOf(long goal, int? combiner) => Find(ActiveGrain.KeyOf(goal, combiner))?.Inbox;

    /// <summary>Returns the grain of a goal that takes readings; null if it is not active in this silo, or takes none.</summary>
    public ActiveGrain? ReaderOf(long goal) =>
        Find(ActiveGrain.KeyOf(goal, combiner: null)) is { Readings: not null } grain ? grain : null;

    private ActiveGrain? Find((long Goal, int Combiner) key) =>
        HandsOver && _all.TryGetValue(key, out var grain) && grain.IsOpen ? grain : null;
}

/// <summary>An active grain.</summary>
/// <param name="workspace">The workspace of its goal.</param>
/// <param name="goal">The goal whose definition it works by: its own, or for a combiner the goal that it works for.</param>
/// <param name="combiner">The index of the combiner; null for a goal.</param>
/// <param name="reference">The reference that leads to it.</param>
internal sealed class ActiveGrain(string workspace, long goal, int? combiner, IContributionTaker reference)
{
    private volatile bool _isOpen;
    private volatile ReadingInbox? _readings;
    private volatile int _weight = 1;
    private bool _isClosed;

    public string Workspace { get; } = workspace;

    public (long Goal, int Combiner) Key { get; } = KeyOf(goal, combiner);

    public long Goal => Key.Goal;

    public IContributionTaker Reference { get; } = reference;

    /// <summary>Takes contributions of grains of this silo; null for a grain that takes messages only.</summary>
    public ContributionInbox? Inbox { get; set; }

    /// <summary>Takes readings; null for a grain that takes none, and once it leaves, so that nobody keeps it in memory.</summary>
    public ReadingInbox? Readings
    {
        get => _readings;
        set => _readings = value;
    }

    /// <summary>The work of a turn in which the grain passes on a change, in turns of a goal that reads and contributes to a few others.</summary>
    public int Weight
    {
        get => _weight;
        set => _weight = value;
    }

    /// <summary>True while the grain takes what is handed to it: from its activation on until it begins to leave.</summary>
    public bool IsOpen => _isOpen;

    public static (long Goal, int Combiner) KeyOf(long goal, int? combiner) => (goal, combiner ?? -1);

    /// <summary>Lets the grain take what is handed to it, unless it has begun to leave meanwhile.</summary>
    public void Open() => _isOpen = !_isClosed;

    /// <summary>Lets the grain take nothing more, for ever. Like <see cref="Open"/>, it is called in turns of the grain.</summary>
    public void Close()
    {
        _isClosed = true;
        (_isOpen, _readings) = (false, null);
        Inbox?.Close();
    }
}
