using System.Diagnostics.CodeAnalysis;
using Orleans.Runtime;

namespace Orleans.Runtime
{
    /// <summary>A timer of an activation; it ends with the activation.</summary>
    public interface IGrainTimer : IDisposable
    {
        void Change(TimeSpan dueTime, TimeSpan period);
    }

    /// <summary>When a grain timer ticks and how its ticks mix with calls.</summary>
    [method: SetsRequiredMembers]
    public readonly struct GrainTimerCreationOptions(TimeSpan dueTime, TimeSpan period)
    {
        public required TimeSpan DueTime { get; init; } = dueTime;

        public required TimeSpan Period { get; init; } = period;

        /// <summary>Ticks may run beside calls; by default a tick waits for its turn like a call.</summary>
        public bool Interleave { get; init; }

        /// <summary>Ticks keep the activation from being collected; by default they do not.</summary>
        public bool KeepAlive { get; init; }
    }
}

namespace Orleans
{
    /// <summary>Timers of a grain.</summary>
    public static class GrainBaseExtensions
    {
        public static IGrainTimer RegisterGrainTimer(
            this Grain grain, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
        {
            ArgumentNullException.ThrowIfNull(grain);
            ArgumentNullException.ThrowIfNull(callback);
            return grain.Activation.AddTimer(callback, options);
        }

        public static IGrainTimer RegisterGrainTimer<TState>(
            this Grain grain, Func<TState, CancellationToken, Task> callback, TState state, GrainTimerCreationOptions options) =>
            grain.RegisterGrainTimer(token => callback(state, token), options);
    }
}
