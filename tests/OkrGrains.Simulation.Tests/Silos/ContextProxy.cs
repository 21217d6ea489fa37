using System.Reflection;

namespace OkrGrains.Simulation.Tests.Silos;

/// <summary>The activation and silo as a grain's base class asks for them.</summary>
/// <remarks>They are proxies, because the interfaces have many more members than grains use.</remarks>
internal class ContextProxy : DispatchProxy, IServiceProvider
{
    private SimulatedActivation _activation = null!;
    private GrainId _id;
    private IGrainRuntime _runtime = null!;

    public static IGrainContext Of(SimulatedActivation activation)
    {
        var context = Create<IGrainContext, ContextProxy>();
        var proxy = (ContextProxy)(object)context;
        proxy._activation = activation;
        proxy._id = GrainId.Create(activation.Grain.Interface.Name.ToLowerInvariant(), activation.Grain.Key);
        proxy._runtime = RuntimeProxy.Of(activation);
        return context;
    }

    public object? GetService(Type serviceType) => serviceType == typeof(IGrainRuntime) ? _runtime : null;

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name switch
    {
        "get_" + nameof(IGrainContext.GrainId) => _id,
        "get_" + nameof(IGrainContext.ActivationServices) => this,
        "get_" + nameof(IGrainContext.Scheduler) => _activation.Turns,
        _ => throw new NotSupportedException($"{targetMethod} of {_activation.Grain} is not simulated."),
    };
}

/// <inheritdoc cref="ContextProxy"/>
internal class RuntimeProxy : DispatchProxy
{
    private SimulatedActivation _activation = null!;

    public static IGrainRuntime Of(SimulatedActivation activation)
    {
        var runtime = Create<IGrainRuntime, RuntimeProxy>();
        ((RuntimeProxy)(object)runtime)._activation = activation;
        return runtime;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        switch (targetMethod!.Name)
        {
            case "get_" + nameof(IGrainRuntime.GrainFactory):
                return _activation.Silo.Grains;
            case nameof(IGrainRuntime.DeactivateOnIdle) when _activation.HasEnded:
                throw new InvalidOperationException($"The activation of {_activation.Grain} has ended.");
            case nameof(IGrainRuntime.DeactivateOnIdle):
                _activation.Deactivate();
                return null;
            default:
                throw new NotSupportedException($"{targetMethod} is not simulated.");
        }
    }
}
