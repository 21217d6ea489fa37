using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using OkrGrains.Model.Time;
using OkrGrains.Storage.Sqlite.Connection;
using OkrGrains.Storage.Sqlite.States;
using OkrGrains.Storage.Sqlite.Tables;

namespace OkrGrains.Storage.Sqlite.Writer;

/// <summary>Makes one transaction of a group of writes and tells each its outcome. Only the writer's thread uses it.</summary>
internal sealed class GroupCommit
{
    private readonly StoreConnection _connection;
    private readonly CommitScope _scope;
    private readonly PendingProgress _progress;
    private readonly CommitSurroundings _around;
    private StoreCounters _counters;
    private StoreUnavailableException? _refusal;

    /// <summary>True since a commit failed because the disk was full.</summary>
    private bool _isFull;

    public GroupCommit(
        StoreConnection connection, PendingProgress progress, StateLog log, RecentStates recent, CommitSurroundings around)
    {
        _connection = connection;
        _progress = progress;
        _around = around;
        _scope = new CommitScope(connection, log, recent);
        _counters = connection.Counters.Read();
    }

    /// <summary>True once writing has ended for good.</summary>
    public bool IsFenced => Refusal is not null;

    /// <summary>The exception for every write once writing has ended for good; null before.</summary>
    public StoreUnavailableException? Refusal => Volatile.Read(ref _refusal);

    public void Run(List<PendingWrite> group)
    {
        if (Refusal is { } refusal)
        {
            // A new one each time: an exception that is thrown again and again grows by a stack each time.
            AbandonAll(group, new StoreUnavailableException(refusal.Message, refusal.Reason, refusal.InnerException));
            return;
        }

        var started = _around.Time.GetTimestamp();
        try
        {
            Commit(group);
        }
        catch (Exception failure)
        {
            Fail(group, failure);
            return;
        }

        if (_scope.HasChanges)
        {
            _counters = _scope.Counters;
            _isFull = false;
            _around.Committed(_counters, _scope.States.StaleFrom);
            _around.Instruments.Committed(_around.Time.GetElapsedTime(started), group.Count, _scope.Readings);
        }

        foreach (var write in group)
        {
            write.Complete();
        }

        _scope.Trim();
    }

    /// <summary>Puts all logged states into their rows, if a killed process has left too many of them.</summary>
    public void FoldLongLog()
    {
        if (_scope.StateLog.IsLong)
        {
            FoldStates();
        }
    }

    /// <summary>Puts all logged states into their rows, so that a closed store has them there.</summary>
    public void FoldStates()
    {
        if (IsFenced || _scope.StateLog.IsEmpty)
        {
            return;
        }

        try
        {
            _connection.BeginWrite();
            _scope.Fold(_counters);
            _connection.Commit();
            _scope.StateLog.Committed();
        }
        catch (Exception failure)
        {
            Fail([], failure);
        }
    }

    /// <summary>Ends writing for good after a failure outside of a transaction, after which no write may be trusted.</summary>
    public void Fence(Exception failure)
    {
        Refuse(EngineFailure.OfWrite(failure));
        _around.Logger.Fenced(failure);
    }

    /// <summary>Ends writing for good with the given exception, unless it has ended already.</summary>
    public void Refuse(StoreUnavailableException refusal) => Interlocked.CompareExchange(ref _refusal, refusal, null);

    private void Commit(List<PendingWrite> group)
    {
        _connection.BeginWrite();
        _scope.Begin(_counters, _around.Clock());
        _progress.Write(_scope, _around.Logger);
        foreach (var write in group)
        {
            write.Apply(_scope);
        }

        if (!_scope.HasChanges)
        {
            _connection.Rollback();
            return;
        }

        _scope.Finish();
        _around.BeforeCommit?.Invoke();
        var started = _around.Time.GetTimestamp();
        _connection.Commit();
        _scope.StateLog.Committed();
        var logged = _around.Time.GetTimestamp();
        _around.Instruments.Synced(SyncedFile.Log, _around.Time.GetElapsedTime(started, logged));
        _around.Watermark.Write(_scope.Position);
        _around.Instruments.Synced(SyncedFile.Watermark, _around.Time.GetElapsedTime(logged));
    }

    private void Fail(List<PendingWrite> group, Exception failure)
    {
        var cause = EngineFailure.OfWrite(failure);
        Log(failure, group.Count, cause.Reason);
        _around.Instruments.Failed(cause.Reason);
        if (cause.Reason == StoreUnavailableReason.Failed)
        {
            Fence(failure);
        }

        _scope.Forget();
        try
        {
            _connection.Rollback();
        }
        catch (SqliteException rollbackFailure)
        {
            Fence(rollbackFailure);
        }

        _progress.Restore();
        AbandonAll(group, cause);
    }

    private void Log(Exception failure, int writes, StoreUnavailableReason reason)
    {
        if (reason != StoreUnavailableReason.Full)
        {
            _around.Logger.CommitFailed(failure, writes, reason);
        }
        else if (!_isFull)
        {
            // Once, and without a stack: every write fails in the same way, and the full disk may be the one that takes the log.
            _isFull = true;
            _around.Logger.DiskIsFull();
        }
    }

    private static void AbandonAll(List<PendingWrite> group, StoreUnavailableException cause)
    {
        foreach (var write in group)
        {
            write.Abandon(cause);
        }
    }
}

/// <summary>The services that a commit needs besides the database.</summary>
/// <param name="Watermark">The ack watermark, which is written for each durable commit before any of its writes is told.</param>
/// <param name="Time">Measures durations.</param>
/// <param name="Clock">Gives acceptance instants.</param>
/// <param name="Logger">Logs failures.</param>
/// <param name="Instruments">The instruments to measure with.</param>
/// <param name="Committed">
/// Receives the counters of each durable commit, and the first instant at which a state that it wrote is stale, before any of its writes is
/// told.
/// </param>
/// <param name="BeforeCommit">
/// Runs on the writer's thread when a transaction is written and not yet durable. Tests use it to hold a commit or to make it fail.
/// </param>
internal sealed record CommitSurroundings(
    AckWatermark Watermark,
    TimeProvider Time,
    AcceptanceClock Clock,
    ILogger Logger,
    StoreInstruments Instruments,
    Action<StoreCounters, Instant?> Committed,
    Action? BeforeCommit);
