namespace OkrGrains.Storage.Sqlite.States;

/// <summary>Remembers whose states the last commits wrote, so that a reader who holds the rest need not read it again.</summary>
/// <remarks>
/// An index by position would have to be written with each state. The store is the only one who writes its file, so its memory will do; it
/// holds a bounded number of states and says when it does not reach far enough back.
/// </remarks>
internal sealed class RecentStates
{
    /// <summary>The number of written states that are remembered; each takes 16 bytes.</summary>
    private const int Most = 65_536;

    private readonly Lock _gate = new();
    private readonly (long Position, long Goal)[] _written = new (long, long)[Most];
    private long _count;
    private long _forgotten;

    /// <param name="position">The store's position when it was opened. Nothing is known of what was written until then.</param>
    public RecentStates(long position) => _forgotten = position;

    /// <summary>
    /// Adds the states of a commit. It must be called before any reader can see the commit. If the commit fails, readers will only read
    /// more than they need.
    /// </summary>
    public void Add(long position, List<long> goals)
    {
        lock (_gate)
        {
            foreach (var goal in goals)
            {
                ref var place = ref _written[_count++ % Most];
                _forgotten = Math.Max(_forgotten, place.Position);
                place = (position, goal);
            }
        }
    }

    /// <summary>Returns the goals whose states were written by commits after a position; null if that is not known any more.</summary>
    public HashSet<long>? Since(long position)
    {
        lock (_gate)
        {
            if (position < _forgotten)
            {
                return null;
            }

            var goals = new HashSet<long>();
            for (var i = _count - 1; i >= Math.Max(0, _count - Most) && _written[i % Most].Position > position; i--)
            {
                goals.Add(_written[i % Most].Goal);
            }

            return goals;
        }
    }
}
