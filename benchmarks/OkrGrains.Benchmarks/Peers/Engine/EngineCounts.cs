using System.Diagnostics.Metrics;
using OkrGrains.Storage.Diagnostics;

namespace OkrGrains.Benchmarks.Peers.Engine;

/// <summary>Counts commits and calls of grains by the engine's own instruments, in the process that serves.</summary>
internal sealed class EngineCounts : IDisposable
{
    /// <summary>The log's, and that of the note which tells a lost tail of the log; those of checkpoints are not counted.</summary>
    public const int SyncsPerCommit = 2;

    /// <summary>Recorded once a commit.</summary>
    private const string Commits = "okrgrains.store.commit.duration";

    /// <summary>Recorded once a call that brings readings to a goal.</summary>
    private const string Appends = "okrgrains.appends.readings";

    /// <summary>Counts calls to a goal or combiner above.</summary>
    private const string Contributions = "okrgrains.contributions.sent";

    private const string GrainsMeter = "OkrGrains.Grains";

    private readonly MeterListener _listener = new();
    private long _commits;
    private long _grainCalls;

    public EngineCounts()
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if ((instrument.Meter.Name, instrument.Name) is (StoreInstruments.MeterName, Commits) or (GrainsMeter, Appends or Contributions))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((_, _, _, _) => Interlocked.Increment(ref _commits));
        _listener.SetMeasurementEventCallback<int>((_, _, _, _) => Interlocked.Increment(ref _grainCalls));
        _listener.SetMeasurementEventCallback<long>((_, calls, _, _) => Interlocked.Add(ref _grainCalls, calls));
        _listener.Start();
    }

    public long Syncs => Interlocked.Read(ref _commits) * SyncsPerCommit;

    public long GrainCalls => Interlocked.Read(ref _grainCalls);

    public void Dispose() => _listener.Dispose();
}
