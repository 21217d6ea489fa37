using OkrGrains.Model.Time;
using OkrGrains.Storage.Chunks;
using OkrGrains.Storage.Records;
using OkrGrains.Storage.Sqlite.Connection;

namespace OkrGrains.Storage.Sqlite.Tables;

/// <summary>The states of the goals that take readings, one row for each goal.</summary>
internal sealed class StateTable(StoreConnection connection)
{
    private readonly Statement _insert = connection.Prepare("INSERT INTO states (goal, stale_at, image) VALUES (?1, ?2, ?3)");

    private readonly Statement _update = connection.Prepare("UPDATE states SET stale_at = ?2, image = ?3 WHERE goal = ?1");

    private readonly Statement _select = connection.Prepare("SELECT stale_at, image FROM states WHERE goal = ?1");

    private readonly Statement _selectStale = connection.Prepare(
        "SELECT stale_at, goal FROM states WHERE (stale_at, goal) > (?1, ?2) AND stale_at <= ?3 ORDER BY stale_at, goal LIMIT ?4");

    private readonly Statement _selectAfter = connection.Prepare("SELECT stale_at, image, goal FROM states WHERE goal > ?1 ORDER BY goal");

    private readonly BlobColumn _images = connection.PrepareBlobs("states", "image");

    private readonly PackedBuffer _packed = new();

    /// <returns>The capacity of the row in bytes.</returns>
    public int Insert(in StateImage image) => Write(_insert, image);

    /// <returns>The capacity of the row in bytes.</returns>
    public int Update(in StateImage image) => Write(_update, image);

    /// <summary>Overwrites a goal's state with one that becomes stale at the same instant, in place if it fits into the capacity.</summary>
    /// <returns>The capacity of the row in bytes: the same as before, or a greater one if the state did not fit.</returns>
    public int Overwrite(in StateImage image, int capacity)
    {
        image.Write(_packed);
        if (_packed.Length > capacity)
        {
            return Update(image);
        }

        _images.Overwrite(image.Goal, image.Seal(_packed, capacity));
        return capacity;
    }

    public StateRow? Read(long goal) => ReadImage(goal, out _)?.Row;

    public StateImage? ReadImage(long goal, out int capacity)
    {
        capacity = 0;
        if (!_select.Bind(1, goal).Step())
        {
            return null;
        }

        try
        {
            var bytes = _select.Blob(1);
            capacity = bytes.Length;
            return StateImage.Read(goal, StaleAt(_select), bytes);
        }
        finally
        {
            _select.Reset();
        }
    }

    public List<StaleState> ReadStale(Instant at, StaleState after, int limit)
    {
        var states = new List<StaleState>();
        _selectStale.Bind(1, after.StaleAt.UnixMillis).Bind(2, after.Goal).Bind(3, at.UnixMillis).Bind(4, limit);
        while (_selectStale.Step())
        {
            states.Add(new StaleState(new Instant(_selectStale.Int64(0)), _selectStale.Int64(1)));
        }

        return states;
    }

    /// <summary>
    /// Returns the goals after a given one whose state was last saved by a commit after one position, up to and including another. It reads
    /// all states: an index would have to be written with each state, whereas this is asked for only a few times a minute.
    /// </summary>
    public List<long> ReadCommitted(long after, long upTo, long afterGoal, int limit)
    {
        var goals = new List<long>();
        _selectAfter.Bind(1, afterGoal);
        try
        {
            while (goals.Count < limit && _selectAfter.Step())
            {
                var goal = _selectAfter.Int64(2);
                var written = StateImage.ReadWritten(goal, StaleAt(_selectAfter), _selectAfter.Blob(1));
                if (written > after && written <= upTo)
                {
                    goals.Add(goal);
                }
            }
        }
        finally
        {
            _selectAfter.Reset();
        }

        return goals;
    }

    /// <summary>Returns the states of the goals after a given one, by rising numbers of the goals.</summary>
    public List<StateRow> ReadPage(long afterGoal, int limit)
    {
        var states = new List<StateRow>();
        _selectAfter.Bind(1, afterGoal);
        try
        {
            while (states.Count < limit && _selectAfter.Step())
            {
                states.Add(StateImage.Read(_selectAfter.Int64(2), StaleAt(_selectAfter), _selectAfter.Blob(1)).Row);
            }
        }
        finally
        {
            _selectAfter.Reset();
        }

        return states;
    }

    private int Write(Statement statement, in StateImage image)
    {
        image.Write(_packed);
        var capacity = StateImage.CapacityFor(_packed.Length);
        statement.Bind(1, image.Goal).Bind(2, image.StaleAt?.UnixMillis).Bind(3, image.Seal(_packed, capacity)).Run();
        return capacity;
    }

    private static Instant? StaleAt(Statement row) => row.OptionalInt64(0) is { } millis ? new Instant(millis) : null;
}
