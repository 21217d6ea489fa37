using System.Diagnostics.Metrics;
using OkrGrains.Storage;

namespace OkrGrains.Benchmarks.Peers.Engine;

/// <summary>Counts commits and grain calls through the engine's own instruments, in the serving process.</summary>
internal sealed class EngineCounts : IDisposable
{
    /// <summary>
    /// The number of syncs per commit: one of the log, and one of the ack watermark, which reveals a lost tail of the log. Those of
    /// checkpoints are not counted.
    /// </summary>
    public const int SyncsPerCommit = 2;

    /// <summary>The instrument that is recorded once per commit.</summary>
    private const string Commits = "okrgrains.store.commit.duration";

    /// <summary>The instrument that is recorded once per call that brings readings to a goal.</summary>
    private const string Appends = "okrgrains.appends.readings";

    /// <summary>The instrument that counts calls to a goal or combiner above.</summary>
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
