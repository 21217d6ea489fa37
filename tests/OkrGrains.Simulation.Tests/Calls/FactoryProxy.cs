using System.Collections.Concurrent;
using System.Reflection;
using OkrGrains.Simulation.Tests.Silos;

namespace OkrGrains.Simulation.Tests.Calls;

/// <summary>The grain factory of a silo or client.</summary>
/// <remarks>It is a proxy, because the interface has many more members than grains use.</remarks>
internal class FactoryProxy : DispatchProxy
{
    private static readonly ConcurrentDictionary<Type, Func<GrainKey, Network, object>> Makers = new();

    private Network _network = null!;
    private SimulatedSilo? _silo;

    public static IGrainFactory Of(Network network, SimulatedSilo? silo)
    {
        var factory = Create<IGrainFactory, FactoryProxy>();
        var proxy = (FactoryProxy)(object)factory;
        (proxy._network, proxy._silo) = (network, silo);
        return factory;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        switch (targetMethod!.Name)
        {
            case nameof(IGrainFactory.GetGrain) when args![0] is string key:
                var wanted = targetMethod.GetGenericArguments()[0];
                return Maker(wanted)(new GrainKey(wanted, key), _network);
            case nameof(IGrainFactory.CreateObjectReference) when args![0] is IGrainObserver observer:
                var kind = targetMethod.GetGenericArguments()[0];
                return Maker(kind)(_network.AddObserver(kind, observer, _silo!), _network);
            default:
                throw new NotSupportedException($"{targetMethod} is not simulated.");
        }
    }

    private static Func<GrainKey, Network, object> Maker(Type type) => Makers.GetOrAdd(type, static known =>
        typeof(ReferenceProxy).GetMethod(nameof(ReferenceProxy.To))!.MakeGenericMethod(known)
            .CreateDelegate<Func<GrainKey, Network, object>>());
}
