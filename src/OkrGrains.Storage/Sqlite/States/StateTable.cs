using OkrGrains.Model.Time;
using OkrGrains.Storage.Chunks;
using OkrGrains.Storage.Records;
using OkrGrains.Storage.Sqlite.Connection;

namespace OkrGrains.Storage.Sqlite.States;

/// <summary>
/// The states of the goals that take readings, each the newest that the connection's transaction knows: in a row of its own, or in the state
/// log.
/// </summary>
internal sealed class StateTable(StoreConnection connection)
{
    private readonly Statement _insert = connection.Prepare("INSERT INTO states (goal, stale_at, image) VALUES (?1, ?2, ?3)");

    private readonly Statement _update = connection.Prepare("UPDATE states SET stale_at = ?2, image = ?3 WHERE goal = ?1");

    private readonly Statement _select = connection.Prepare("SELECT stale_at, image FROM states WHERE goal = ?1");

    private readonly Statement _selectRoom = connection.Prepare("SELECT stale_at, length(image) FROM states WHERE goal = ?1");

    private readonly Statement _selectStale = connection.Prepare(
        "SELECT stale_at, goal FROM states WHERE (stale_at, goal) > (?1, ?2) AND stale_at <= ?3 ORDER BY stale_at, goal");

    private readonly Statement _selectAfter = connection.Prepare("SELECT stale_at, image, goal FROM states WHERE goal > ?1 ORDER BY goal");

    private readonly BlobColumn _images = connection.PrepareBlobs("states", "image");

    private readonly PackedBuffer _packed = new();

    private readonly LoggedView _logged = new(connection);

    /// <summary>Takes logged states from the writer's memory instead of the rows of the log.</summary>
    /// <param name="log">The state log.</param>
    /// <param name="isWriter">True if the connection is the writer's, whose transaction is always the newest.</param>
    public void Share(StateLog log, bool isWriter) => _logged.Share(log, isWriter);

    /// <summary>Must be called before a transaction that reads begins.</summary>
    public void BeforeRead() => _logged.BeforeRead();

    /// <summary>Must be called once a transaction that reads has ended.</summary>
    public void AfterRead() => _logged.AfterRead();

    /// <summary>Puts a state into its own row.</summary>
    public void Put(in StateImage image)
    {
        image.Write(_packed);
        if (!_selectRoom.Bind(1, image.Goal).Step())
        {
            Write(_insert, image);
            return;
        }

        var staleAt = StaleAt(_selectRoom);
        var capacity = _selectRoom.Int32(1);
        _selectRoom.Reset();
        if (staleAt == image.StaleAt && _packed.Length <= capacity)
        {
            _images.Overwrite(image.Goal, image.Seal(_packed, capacity));
        }
        else
        {
            Write(_update, image);
        }
    }

    public StateRow? Read(long goal) => ReadImage(goal)?.Row;

    public StateImage? ReadImage(long goal)
    {
        if (_logged.TryFind(goal, out var logged))
        {
            return logged.Image;
        }

        if (!_select.Bind(1, goal).Step())
        {
            return null;
        }

        try
        {
            return StateImage.Read(goal, StaleAt(_select), _select.Blob(1));
        }
        finally
        {
            _select.Reset();
        }
    }

    /// <summary>Returns the numbers of all goals that have a state, by rising numbers.</summary>
    public List<long> ReadGoals()
    {
        var goals = new SortedSet<long>(connection.Numbers("SELECT goal FROM states"));
        goals.UnionWith(_logged.Newest().Select(static state => state.Goal));
        return [.. goals];
    }

    public List<StaleState> ReadStale(Instant at, StaleState after, int limit)
    {
        var logged = _logged.Newest()
            .Where(state => state.StaleAt <= at)
            .Select(static state => new StaleState(state.StaleAt!.Value, state.Goal))
            .Where(state => Compare(state, after) > 0)
            .ToList();
        logged.Sort(Compare);
        var states = new List<StaleState>();
        var next = 0;
        _selectStale.Bind(1, after.StaleAt.UnixMillis).Bind(2, after.Goal).Bind(3, at.UnixMillis);
        try
        {
            while (states.Count < limit && _selectStale.Step())
            {
                var row = new StaleState(new Instant(_selectStale.Int64(0)), _selectStale.Int64(1));
                while (states.Count < limit && next < logged.Count && Compare(logged[next], row) < 0)
                {
                    states.Add(logged[next++]);
                }

                if (states.Count < limit && !_logged.TryFind(row.Goal, out _))
                {
                    states.Add(row);
                }
            }
        }
        finally
        {
            _selectStale.Reset();
        }

        states.AddRange(logged.Skip(next).Take(limit - states.Count));
        return states;
    }

    /// <summary>
    /// Returns the goals after a given one whose state was last saved by a commit after one position, up to and including another. It reads
    /// all states: an index would have to be written with each state, whereas this is asked for only a few times a minute.
    /// </summary>
    public List<long> ReadCommitted(long after, long upTo, long afterGoal, int limit)
    {
        var goals = new List<long>();
        foreach (var (goal, logged) in ReadAfter(afterGoal))
        {
            var written = logged is { } state
                ? StateImage.UnpackWritten(state.Packed)
                : StateImage.ReadWritten(goal, StaleAt(_selectAfter), _selectAfter.Blob(1));
            if (written > after && written <= upTo)
            {
                goals.Add(goal);
            }

            if (goals.Count == limit)
            {
                break;
            }
        }

        return goals;
    }

    /// <summary>Returns the states of the goals after a given one, by rising numbers of the goals.</summary>
    public List<StateRow> ReadPage(long afterGoal, int limit)
    {
        var states = new List<StateRow>();
        foreach (var (goal, logged) in ReadAfter(afterGoal))
        {
            var image = logged?.Image ?? StateImage.Read(goal, StaleAt(_selectAfter), _selectAfter.Blob(1));
            states.Add(image.Row);
            if (states.Count == limit)
            {
                break;
            }
        }

        return states;
    }

    /// <summary>
    /// Goes through the goals after a given one that have a state, by rising numbers. A goal without a logged state has its row at the
    /// statement.
    /// </summary>
    private IEnumerable<(long Goal, LoggedState? Logged)> ReadAfter(long afterGoal)
    {
        var logged = _logged.Newest(afterGoal);
        var next = 0;
        _selectAfter.Bind(1, afterGoal);
        try
        {
            while (_selectAfter.Step())
            {
                var goal = _selectAfter.Int64(2);
                for (; next < logged.Count && logged[next].Goal < goal; next++)
                {
                    yield return (logged[next].Goal, logged[next]);
                }

                if (next == logged.Count || logged[next].Goal != goal)
                {
                    yield return (goal, null);
                }
            }
        }
        finally
        {
            _selectAfter.Reset();
        }

        for (; next < logged.Count; next++)
        {
            yield return (logged[next].Goal, logged[next]);
        }
    }

    private void Write(Statement statement, in StateImage image) => statement
        .Bind(1, image.Goal)
        .Bind(2, image.StaleAt?.UnixMillis)
        .Bind(3, image.Seal(_packed, StateImage.CapacityFor(_packed.Length)))
        .Run();

    private static int Compare(StaleState one, StaleState other) =>
        (one.StaleAt.UnixMillis, one.Goal).CompareTo((other.StaleAt.UnixMillis, other.Goal));

    private static Instant? StaleAt(Statement row) => row.OptionalInt64(0) is { } millis ? new Instant(millis) : null;
}
