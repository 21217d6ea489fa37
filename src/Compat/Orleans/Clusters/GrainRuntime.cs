namespace Orleans.Runtime;

/// <summary>A silo, as its grains reach it.</summary>
internal sealed class GrainRuntime(IGrainFactory grainFactory) : IGrainRuntime
{
    public IGrainFactory GrainFactory { get; } = grainFactory;

    public void DeactivateOnIdle(IGrainContext grainContext) =>
        ((Activation)grainContext).Deactivate(new(DeactivationReasonCode.ApplicationRequested, "DeactivateOnIdle was called."));
}
