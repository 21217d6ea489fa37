using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using OkrGrains.Model.Time;
using OkrGrains.Storage.Diagnostics;
using OkrGrains.Storage.Sqlite.Connections;
using OkrGrains.Storage.Sqlite.Tables;

namespace OkrGrains.Storage.Sqlite.Writing;

/// <summary>Makes one transaction of a group of writes and tells each its outcome. Used by the writer's thread alone.</summary>
internal sealed class GroupCommit
{
    private readonly StoreConnection connection;
    private readonly StateHeads states;
    private readonly CommitScope scope;
    private readonly ProducerNotes notes;
    private readonly CommitSurroundings around;
    private StoreCounters counters;
    private Exception? fence;

    public GroupCommit(StoreConnection connection, ProducerNotes notes, CommitSurroundings around)
    {
        this.connection = connection;
        this.notes = notes;
        this.around = around;
        states = new StateHeads(connection);
        scope = new CommitScope(connection, states);
        counters = connection.Counters.Read();
    }

    /// <summary>Whether writing has ended for good.</summary>
    public bool IsFenced => fence is not null;

    public void Run(List<PendingWrite> group)
    {
        if (fence is not null)
        {
            AbandonAll(group, EngineFailure.OfWrite(fence));
            return;
        }

        var started = around.Time.GetTimestamp();
        try
        {
            Commit(group);
        }
        catch (Exception failure)
        {
            Fail(group, failure);
            return;
        }

        if (scope.HasChanges)
        {
            counters = scope.Counters;
            around.Committed(counters);
            around.Instruments.Committed(around.Time.GetElapsedTime(started), group.Count, scope.Readings);
        }

        foreach (var write in group)
        {
            write.Complete();
        }

        states.Trim();
    }

    /// <summary>What went wrong outside of a transaction, after which no write may be trusted.</summary>
    public void Fence(Exception failure)
    {
        fence ??= failure;
        around.Logger.Fenced(failure);
    }

    private void Commit(List<PendingWrite> group)
    {
        connection.BeginWrite();
        scope.Begin(counters, new Instant(around.Time.GetUtcNow().ToUnixTimeMilliseconds()));
        notes.Write(scope, around.Logger);
        foreach (var write in group)
        {
            write.Apply(scope);
        }

        if (!scope.HasChanges)
        {
            connection.Rollback();
            return;
        }

        scope.Finish();
        around.BeforeCommit?.Invoke();
        connection.Commit();
    }

    private void Fail(List<PendingWrite> group, Exception failure)
    {
        var cause = EngineFailure.OfWrite(failure);
        around.Logger.CommitFailed(failure, group.Count, cause.Reason);
        around.Instruments.Failed(cause.Reason);
        if (cause.Reason == StoreUnavailableReason.Failed)
        {
            Fence(failure);
        }

        states.Forget();
        try
        {
            connection.Rollback();
        }
        catch (SqliteException rollbackFailure)
        {
            Fence(rollbackFailure);
        }

        notes.Restore();
        AbandonAll(group, cause);
    }

    private static void AbandonAll(List<PendingWrite> group, StoreUnavailableException cause)
    {
        foreach (var write in group)
        {
            write.Abandon(cause);
        }
    }
}

/// <summary>What a commit needs besides the database.</summary>
/// <param name="Time">For acceptance instants and durations.</param>
/// <param name="Logger">Hears of failures.</param>
/// <param name="Instruments">Counts.</param>
/// <param name="Committed">Learns the counters of each durable commit, before any of its writes is told.</param>
/// <param name="BeforeCommit">Runs on the writer's thread when a transaction is written and not yet durable: tests hold or break it here.</param>
internal sealed record CommitSurroundings(
    TimeProvider Time, ILogger Logger, StoreInstruments Instruments, Action<StoreCounters> Committed, Action? BeforeCommit);
