using OkrGrains.Model.Time;
using OkrGrains.Storage.Sqlite.Connections;
using OkrGrains.Storage.States;

namespace OkrGrains.Storage.Sqlite.Tables;

internal sealed class StateTable(StoreConnection connection)
{
    private readonly Statement _insert = connection.Prepare("INSERT INTO states (goal, stale_at, image) VALUES (?1, ?2, ?3)");

    private readonly Statement _update = connection.Prepare("UPDATE states SET stale_at = ?2, image = ?3 WHERE goal = ?1");

    private readonly Statement _select = connection.Prepare("SELECT stale_at, image FROM states WHERE goal = ?1");

    private readonly Statement _selectStale = connection.Prepare(
        "SELECT stale_at, goal FROM states WHERE (stale_at, goal) > (?1, ?2) AND stale_at <= ?3 ORDER BY stale_at, goal LIMIT ?4");

    private readonly Statement _selectAfter = connection.Prepare("SELECT stale_at, image, goal FROM states WHERE goal > ?1 ORDER BY goal");

    private readonly BlobColumn _images = connection.PrepareBlobs("states", "image");

    private byte[] _bytes = new byte[1024];

    /// <returns>The capacity of the row.</returns>
    public int Insert(in StateImage image) => Write(_insert, image);

    /// <returns>The capacity of the row.</returns>
    public int Update(in StateImage image) => Write(_update, image);

    /// <summary>Puts a state in the place of another of the same goal that is stale at the same instant, in a row of a capacity that holds it.</summary>
    public void Overwrite(in StateImage image, int capacity) => _images.Overwrite(image.Goal, Bytes(image, capacity));

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
    /// Goals after one whose state was last saved by a commit of a span. It reads all states: an index would have to be written with each,
    /// and this is asked for a few times a minute.
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

    private int Write(Statement statement, in StateImage image)
    {
        var capacity = image.Capacity;
        statement.Bind(1, image.Goal).Bind(2, image.StaleAt?.UnixMillis).Bind(3, Bytes(image, capacity)).Run();
        return capacity;
    }

    private ReadOnlySpan<byte> Bytes(in StateImage image, int capacity)
    {
        if (_bytes.Length < capacity)
        {
            _bytes = new byte[capacity];
        }

        var bytes = _bytes.AsSpan(0, capacity);
        image.Write(bytes);
        return bytes;
    }

    private static Instant? StaleAt(Statement row) => row.OptionalInt64(0) is { } millis ? new Instant(millis) : null;
}
