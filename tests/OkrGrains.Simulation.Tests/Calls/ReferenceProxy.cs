using System.Reflection;

namespace OkrGrains.Simulation.Tests.Calls;

/// <summary>The reference to a grain or an observer. Every method called on it becomes a call of the network.</summary>
internal class ReferenceProxy : DispatchProxy
{
    private GrainKey _target;
    private Network _network = null!;

    public static T To<T>(GrainKey target, Network network)
        where T : class
    {
        var reference = Create<T, ReferenceProxy>();
        var proxy = (ReferenceProxy)(object)reference;
        (proxy._target, proxy._network) = (target, network);
        return reference;
    }

    public override bool Equals(object? obj) => obj is ReferenceProxy other && other._target == _target;

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(_target.Key);

    public override string ToString() => _target.ToString();

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        _network.Send(_target, CallShape.Of(targetMethod!), args ?? []);
}
