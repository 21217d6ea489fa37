using Microsoft.Data.Sqlite;
using OkrGrains.Model.Time;
using OkrGrains.Storage.Records;
using OkrGrains.Storage.Sqlite.Connection;
using OkrGrains.Storage.Sqlite.States;
using OkrGrains.Storage.Sqlite.Tables;

namespace OkrGrains.Storage.Tests.States;

/// <summary>
/// A writer and some readers of a store's states, and what each should see: the states as of the last commit before its snapshot. Every step
/// is drawn at random.
/// </summary>
internal sealed class StateLogModel : IDisposable
{
    private const int Goals = 12;

    private readonly Random _random;
    private readonly StoreConnection _writer;
    private readonly StateLog _log;
    private readonly List<(StoreConnection Connection, Dictionary<long, StateImage>? Expected)> _readers = [];
    private Dictionary<long, StateImage> _stored = [];
    private long _position;

    public StateLogModel(string database, Random random)
    {
        _random = random;
        _writer = StoreConnection.Open(database, SqliteOpenMode.ReadWrite);
        _position = _writer.Counters.Read().Position;
        _log = new StateLog(_writer, random.Next(400));
        _writer.States.Share(_log, isWriter: true);
        if (random.Next(2) == 0)
        {
            // The first transaction could not begin.
            _log.RolledBack();
        }

        for (var i = 0; i < 3; i++)
        {
            var reader = StoreConnection.Open(database, SqliteOpenMode.ReadOnly);
            reader.States.Share(_log, isWriter: false);
            _readers.Add((reader, null));
        }
    }

    /// <summary>What the store should hold.</summary>
    public Dictionary<long, StateImage> Stored => _stored;

    public void Dispose()
    {
        _readers.ForEach(reader => reader.Connection.Dispose());
        _writer.Dispose();
    }

    public void Step()
    {
        var which = _random.Next(_readers.Count);
        var (connection, expected) = _readers[which];
        if (_random.Next(3) == 0)
        {
            Commit();
        }
        else if (expected is null)
        {
            // The first statement takes the snapshot, and commits may come before it.
            connection.BeginRead();
            for (var i = _random.Next(4); i > 0; i--)
            {
                Commit();
            }

            Assert.Equal(_position, connection.Counters.Read().Position);
            _readers[which] = (connection, new(_stored));
        }
        else if (_random.Next(4) == 0)
        {
            connection.Commit();
            _readers[which] = (connection, null);
        }
        else
        {
            Check(connection, expected);
        }
    }

    /// <summary>Compares everything that a connection reads of states with what it should.</summary>
    public void Check(StoreConnection connection, Dictionary<long, StateImage> expected)
    {
        for (var goal = 1L; goal <= Goals; goal++)
        {
            Assert.Equal(expected.TryGetValue(goal, out var image) ? Text(image.Row) : "none", Text(connection.States.Read(goal)));
        }

        Assert.Equal(expected.Keys.Order(), connection.States.ReadGoals());
        var after = _random.Next(Goals);
        var limit = _random.Next(1, Goals);
        Assert.Equal(
            expected.Where(one => one.Key > after).OrderBy(one => one.Key).Take(limit).Select(one => Text(one.Value.Row)),
            connection.States.ReadPage(after, limit).Select(Text));

        var (from, to) = (_random.NextInt64(_position + 1), _random.NextInt64(_position + 1));
        Assert.Equal(
            expected.Where(one => one.Key > after && one.Value.Written > from && one.Value.Written <= to).Select(one => one.Key).Order().Take(limit),
            connection.States.ReadCommitted(from, to, after, limit));

        var (at, last) = (new Instant(_random.Next(8)), new StaleState(new Instant(_random.Next(-1, 8)), after));
        Assert.Equal(
            expected.Where(one => one.Value.StaleAt <= at)
                .Select(one => (StaleAt: one.Value.StaleAt!.Value.UnixMillis, Goal: one.Key))
                .Where(one => one.CompareTo((last.StaleAt.UnixMillis, last.Goal)) > 0)
                .Order().Take(limit),
            connection.States.ReadStale(at, last, limit).Select(state => (state.StaleAt.UnixMillis, state.Goal)));
    }

    private void Commit()
    {
        var stored = new Dictionary<long, StateImage>(_stored);
        _writer.BeginWrite();
        _log.Begin(_position + 1);
        Write(stored);
        if (_random.Next(3) == 0)
        {
            var undone = new Dictionary<long, StateImage>(stored);
            _writer.SetSavepoint();
            var mark = _log.Mark();
            Write(undone);
            _writer.RollbackToSavepoint();
            _log.BackTo(mark);
        }

        if (_random.Next(8) == 0)
        {
            _log.FoldAll();
            Erase(stored);
        }
        else
        {
            Write(stored);
            Check(_writer, stored);
        }

        _log.Finish();
        if (_random.Next(4) == 0)
        {
            _log.RolledBack();
            _writer.Rollback();
            return;
        }

        _writer.Counters.Update(_writer.Counters.Read() with { Position = ++_position });
        _writer.Commit();
        _log.Committed();
        _stored = stored;
    }

    /// <summary>Removes a goal's row, as an erasure does when all states are in rows.</summary>
    private void Erase(Dictionary<long, StateImage> stored)
    {
        var goal = _random.Next(1, Goals + 1);
        _writer.Execute($"DELETE FROM states WHERE goal = {goal}");
        stored.Remove(goal);
    }

    private void Write(Dictionary<long, StateImage> stored)
    {
        for (var i = _random.Next(4); i > 0; i--)
        {
            var goal = _random.Next(1, Goals + 1);
            var body = new byte[_random.Next(40)];
            _random.NextBytes(body);
            var stale = _random.Next(-1, 8);
            var image = new StateImage(
                goal, 3, _random.NextInt64(_position + 1), _position + 1, new Instant(5), null, stale < 0 ? null : new Instant(stale), body);
            _log.Write(image);
            stored[goal] = image;
        }
    }

    private static string Text(StateRow? row) => row is null ? "none" : $"{row with { Body = default }} {Convert.ToHexString(row.Body.Span)}";
}
