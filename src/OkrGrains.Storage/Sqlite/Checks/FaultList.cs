using Microsoft.Data.Sqlite;
using OkrGrains.Storage.Sqlite.Connection;

namespace OkrGrains.Storage.Sqlite.Checks;

/// <summary>The faults that checks of a store have found, one line for each.</summary>
internal sealed class FaultList(StoreConnection connection)
{
    /// <summary>The greatest number of lines. More would not describe a store any better, and nobody would read them.</summary>
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

    /// <summary>Runs one check. If it throws because of damage or an error of the engine, that is added as a fault.</summary>
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

    /// <summary>Runs the engine's own check of a table and its indexes, or of the whole file if no table is given.</summary>
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
