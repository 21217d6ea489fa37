using System.Diagnostics.Metrics;
using OkrGrains.Storage.Diagnostics;

namespace OkrGrains.Benchmarks.Peers.Engine;

/// <summary>Counts the store's commits by its own instruments, in the process that serves.</summary>
internal sealed class CommitCount : IDisposable
{
    /// <summary>The log's, and that of the note which tells a lost tail of the log; those of checkpoints are not counted.</summary>
    public const int SyncsPerCommit = 2;

    private const string CommitInstrument = "okrgrains.store.commit.duration";

    private readonly MeterListener _listener = new();
    private long _commits;

    public CommitCount()
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument is { Name: CommitInstrument, Meter.Name: StoreInstruments.MeterName })
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((_, _, _, _) => Interlocked.Increment(ref _commits));
        _listener.Start();
    }

    public long Syncs => Interlocked.Read(ref _commits) * SyncsPerCommit;

    public void Dispose() => _listener.Dispose();
}
