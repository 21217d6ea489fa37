using System.Diagnostics.CodeAnalysis;

namespace Orleans.Runtime;

/// <summary>A timer of an activation; it ends with the activation.</summary>
public interface IGrainTimer : IDisposable
{
    void Change(TimeSpan dueTime, TimeSpan period);
}

/// <summary>When a grain timer ticks and how its ticks mix with calls.</summary>
public readonly struct GrainTimerCreationOptions()
{
    [SetsRequiredMembers]
    public GrainTimerCreationOptions(TimeSpan dueTime, TimeSpan period)
        : this()
    {
        DueTime = dueTime;
        Period = period;
    }

    public required TimeSpan DueTime { get; init; }

    public required TimeSpan Period { get; init; }

    /// <summary>Ticks may run beside calls and other ticks; by default a tick waits for its turn like a call.</summary>
    public bool Interleave { get; init; }

    /// <summary>Ticks keep the activation from being collected; by default they do not.</summary>
    public bool KeepAlive { get; init; }
}
