namespace Orleans.Runtime;

/// <summary>The activation that a grain object belongs to. Grains may ask for it in their constructor, and tests may give one.</summary>
public interface IGrainContext
{
    GrainId GrainId { get; }

    IServiceProvider ActivationServices { get; }
}

/// <summary>What grains reach of their silo through their base class.</summary>
public interface IGrainRuntime
{
    IGrainFactory GrainFactory { get; }

    void DeactivateOnIdle(IGrainContext grainContext);
}
