using Microsoft.Data.Sqlite;
using OkrGrains.Storage.Sqlite.Connections;

namespace OkrGrains.Storage.Sqlite.Checking;

/// <summary>What checks of a store have found, a line for each fault.</summary>
internal sealed class FaultList(StoreConnection connection)
{
    /// <summary>A store with more faults than anybody reads is not described better by more lines.</summary>
    private const int Most = 1_000;

    private readonly List<string> _faults = [];

    public IReadOnlyList<string> Faults => _faults;

    public void Add(string fault)
    {
        if (_faults.Count < Most)
        {
            _faults.Add(fault.ReplaceLineEndings(" "));
        }
    }

    /// <summary>Runs one check; what it throws is a fault like others.</summary>
    public void Try(Action check)
    {
        try
        {
            check();
        }
        catch (StoreDamagedException damaged)
        {
            connection.ResetStatements();
            Add(damaged.Message);
        }
        catch (SqliteException failure)
        {
            connection.ResetStatements();
            Add(EngineFailure.OfRead(failure).Message);
        }
    }

    /// <summary>The engine's own check of a table with its indexes, or of the whole file.</summary>
    public void AddEngineCheck(string? table = null) => Try(() =>
    {
        foreach (var line in connection.Texts(table is null ? $"PRAGMA integrity_check({Most})" : $"PRAGMA integrity_check({table})"))
        {
            if (line != "ok")
            {
                Add($"The database file is damaged: {line}");
            }
        }
    });
}
