using System.Collections.Immutable;
using OkrGrains.Storage.Records;
using OkrGrains.Storage.Sqlite.Connection;
using OkrGrains.Storage.Sqlite.Schema;

namespace OkrGrains.Storage.Sqlite.Tables;

/// <summary>The incarnations of the store, numbered from 1. They are only ever added.</summary>
internal sealed class IncarnationTable(StoreConnection connection)
{
    private readonly Statement _insert = connection.Prepare("INSERT INTO incarnations (number, id, began, checksum) VALUES (?1, ?2, ?3, ?4)");

    private readonly Statement _selectNext = connection.Prepare("SELECT coalesce(max(number), 0) + 1 FROM incarnations");

    private readonly Statement _select = connection.Prepare("SELECT number, id, began, checksum FROM incarnations ORDER BY number");

    public void Insert(Incarnation incarnation)
    {
        _selectNext.Step();
        var number = _selectNext.Int64(0);
        _selectNext.Reset();
        _insert.Bind(1, number).Bind(2, incarnation.Id).Bind(3, incarnation.Began).Bind(4, Checksum(number, incarnation).Value).Run();
    }

    /// <exception cref="StoreDamagedException">A row is damaged or missing.</exception>
    public StoreLineage Read()
    {
        var incarnations = ImmutableArray.CreateBuilder<Incarnation>();
        try
        {
            while (_select.Step())
            {
                var number = _select.Int64(0);
                var incarnation = new Incarnation(_select.Int64(1), _select.Int64(2));
                Checksum(number, incarnation).Check(_select.Int64(3), "incarnation", number);
                incarnations.Add(number == incarnations.Count + 1
                    ? incarnation
                    : throw new StoreDamagedException($"Incarnation {incarnations.Count + 1} of the store is missing."));
            }

            return incarnations.Count > 0
                ? new StoreLineage(incarnations.ToImmutable())
                : throw new StoreDamagedException("The incarnations of the store are missing.");
        }
        catch (ArgumentException wrong)
        {
            throw new StoreDamagedException("The incarnations of the store are damaged: " + wrong.Message, wrong);
        }
        finally
        {
            _select.Reset();
        }
    }

    private static RowChecksum Checksum(long number, Incarnation incarnation)
    {
        var checksum = new RowChecksum(RowKind.Incarnation);
        checksum.Add(number);
        checksum.Add(incarnation.Id);
        checksum.Add(incarnation.Began);
        return checksum;
    }
}
