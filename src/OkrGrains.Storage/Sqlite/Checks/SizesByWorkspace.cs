using Microsoft.Data.Sqlite;
using OkrGrains.Storage.Chunks;
using OkrGrains.Storage.Sqlite.Connection;
using OkrGrains.Storage.Sqlite.Schema;

namespace OkrGrains.Storage.Sqlite.Checks;

/// <summary>Adds up what the rows of each workspace hold.</summary>
internal sealed class SizesByWorkspace(StoreConnection connection)
{
    /// <summary>The bytes of the rows that belong to a goal, by the goal.</summary>
    private static readonly string[] OfGoals =
    [
        "SELECT goal, length(image) FROM states",
        "SELECT goal, length(body) + length(CAST(name AS BLOB)) FROM revisions",
        "SELECT child, length(edges) FROM edges_up",
        "SELECT parent, length(edges) FROM edges_down",
        "SELECT goal, length(CAST(author AS BLOB)) + length(CAST(reason AS BLOB)) FROM amendments",
        "SELECT goal, length(CAST(author AS BLOB)) + length(CAST(note AS BLOB)) + length(CAST(request AS BLOB)) FROM check_ins",
        "SELECT goal, 24 FROM finals",
    ];

    /// <summary>The bytes of the rows that belong to a workspace, by its number.</summary>
    private static readonly string[] OfNumbers =
    [
        "SELECT number, length(settings) FROM workspaces",
        "SELECT workspace, coalesce(length(settings), 0) + length(CAST(author AS BLOB)) + length(CAST(reason AS BLOB)) FROM changes",
        "SELECT workspace, length(CAST(cycle AS BLOB)) FROM closings",
    ];

    /// <summary>The bytes of the rows that belong to a workspace, by the text of <see cref="WorkspaceKey"/> for its generation.</summary>
    private static readonly string[] OfKeys =
    [
        "SELECT workspace, length(digest) + length(answer) + length(CAST(id AS BLOB)) FROM requests",
        "SELECT workspace, length(CAST(name AS BLOB)) + length(checkpoint) + length(rejections) FROM producers",
    ];

    private readonly Dictionary<long, Sum> _byNumber = [];
    private readonly Dictionary<string, Sum> _byKey = new(StringComparer.Ordinal);
    private readonly Dictionary<long, Sum> _byGoal = [];

    /// <summary>Returns the workspaces that have anything, the largest first.</summary>
    public List<WorkspaceSize> Read(CancellationToken cancellation)
    {
        FindWorkspaces();
        Array.ForEach(OfGoals, sql => Add(sql, row => _byGoal.GetValueOrDefault(row.GetInt64(0))));
        Array.ForEach(OfNumbers, sql => Add(sql, row => _byNumber.GetValueOrDefault(row.GetInt64(0))));
        Array.ForEach(OfKeys, sql => Add(sql, row => _byKey.GetValueOrDefault(row.GetString(0))));
        AddReadings(cancellation);
        return [.. _byNumber.Values.Where(sum => !sum.IsDeleted || sum.Goals > 0).Select(sum => sum.ToSize())
            .OrderByDescending(size => size.Bytes).ThenBy(size => size.Id, StringComparer.Ordinal).ThenBy(size => size.IsDeleted)];
    }

    private void FindWorkspaces()
    {
        connection.ForEach(
            "SELECT w.number, w.id, coalesce((SELECT max(t.generation) FROM tombstones t WHERE t.id = w.id), 0) + 1 FROM workspaces w",
            row =>
            {
                var key = row.GetString(1);
                var sum = new Sum(WorkspaceKey.IdOf(key), WorkspaceKey.IsDeleted(key));
                _byNumber.Add(row.GetInt64(0), sum);
                _byKey.Add(sum.IsDeleted ? KeyOfDeleted(key) : WorkspaceKey.Of(key, row.GetInt32(2)), sum);
            });
        connection.ForEach("SELECT goal, workspace FROM goals", row =>
        {
            if (_byNumber.TryGetValue(row.GetInt64(1), out var sum))
            {
                sum.Goals++;
                _byGoal.Add(row.GetInt64(0), sum);
            }
        });
    }

    /// <summary>Returns the text by which the producers and requests of a deleted workspace name it.</summary>
    private static string KeyOfDeleted(string key)
    {
        var id = WorkspaceKey.IdOf(key);
        return key == WorkspaceKey.OfDeleted(id, 1) ? id : key;
    }

    private void Add(string sql, Func<SqliteDataReader, Sum?> find) => connection.ForEach(sql, row =>
    {
        if (find(row) is { } sum)
        {
            sum.OtherBytes += row.GetInt64(1);
        }
    });

    private void AddReadings(CancellationToken cancellation) => connection.Chunks.ReadAll(
        (position, _, body) =>
        {
            cancellation.ThrowIfCancellationRequested();
            var reader = new ChunkReader(body);
            for (var i = 0; i < reader.Count; i++)
            {
                if (_byGoal.TryGetValue(reader.GoalAt(i), out var sum))
                {
                    var (readings, bytes) = reader.SizeAt(i, position);
                    sum.Readings += readings;
                    sum.ReadingBytes += bytes;
                }
            }
        },
        static fault => throw new StoreDamagedException(fault));

    private sealed class Sum(string id, bool isDeleted)
    {
        public bool IsDeleted => isDeleted;

        public long Goals { get; set; }

        public long Readings { get; set; }

        public long ReadingBytes { get; set; }

        public long OtherBytes { get; set; }

        public WorkspaceSize ToSize() => new(id, isDeleted, Goals)
        {
            Readings = Readings, ReadingBytes = ReadingBytes, OtherBytes = OtherBytes,
        };
    }
}
