using System.Collections.Immutable;
using OkrGrains.Model.Time;
using OkrGrains.Storage.Records;
using OkrGrains.Storage.Sqlite.Connection;
using OkrGrains.Storage.Sqlite.Schema;

namespace OkrGrains.Storage.Sqlite.Tables;

/// <summary>The requests that callers have named. Rows are only ever added.</summary>
internal sealed class RequestTable(StoreConnection connection)
{
    private const string Columns = "workspace, id, position, accepted_at, digest, answer, checksum";

    private readonly Statement _insert = connection.Prepare($"INSERT INTO requests ({Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");

    private readonly Statement _select = connection.Prepare($"SELECT {Columns} FROM requests WHERE workspace = ?1 AND id = ?2");

    private readonly Statement _selectAll = connection.Prepare($"SELECT {Columns} FROM requests ORDER BY workspace, id");

    /// <exception cref="StoreConflictException">A request with the same id is stored already.</exception>
    public void CheckFree(NewRequest request)
    {
        if (Find(request.Workspace, request.Request.Id) is not null)
        {
            throw new StoreConflictException($"Request {request.Request.Id} of workspace {request.Workspace} is stored already.");
        }
    }

    public void Add(RequestRow row) => _insert
        .Bind(1, row.Stored.Workspace)
        .Bind(2, row.Stored.Request.Id)
        .Bind(3, row.Position)
        .Bind(4, row.AcceptedAt.UnixMillis)
        .Bind(5, row.Stored.Request.Digest.AsSpan())
        .Bind(6, row.Stored.Answer.Span)
        .Bind(7, Checksum(row).Value)
        .Run();

    /// <summary>Returns the request that has an id in a workspace; null for none.</summary>
    public RequestRow? Find(string workspace, string id)
    {
        if (!_select.Bind(1, workspace).Bind(2, id).Step())
        {
            return null;
        }

        try
        {
            return Row(_select);
        }
        finally
        {
            _select.Reset();
        }
    }

    /// <summary>Reports the requests that do not match their checksums, and those of commits that the store does not know.</summary>
    public void Check(StoreCounters counters, Action<string> fault)
    {
        while (_selectAll.Step())
        {
            try
            {
                if (Row(_selectAll) is var row && row.Position > counters.Position)
                {
                    fault($"There is a request of commit {row.Position}; the last one of the store is {counters.Position}.");
                }
            }
            catch (StoreDamagedException damaged)
            {
                fault(damaged.Message);
            }
        }
    }

    private static RequestRow Row(Statement at)
    {
        var request = new NamedRequest(at.Text(1), [.. at.Blob(4)]);
        var row = new RequestRow(
            new NewRequest(at.Text(0), request, at.Blob(5).ToArray()), at.Int64(2), new Instant(at.Int64(3)));
        Checksum(row).Check(at.Int64(6), "request", row.Position);
        return row;
    }

    private static RowChecksum Checksum(RequestRow row)
    {
        var checksum = new RowChecksum(RowKind.Request);
        checksum.Add(row.Stored.Workspace);
        checksum.Add(row.Stored.Request.Id);
        checksum.Add(row.Position);
        checksum.Add(row.AcceptedAt.UnixMillis);
        checksum.Add(row.Stored.Request.Digest.AsSpan());
        checksum.Add(row.Stored.Answer.Span);
        return checksum;
    }
}
