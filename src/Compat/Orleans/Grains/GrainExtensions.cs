using Orleans.Runtime;

namespace Orleans;

/// <summary>Identity of grains and references.</summary>
public static class GrainExtensions
{
    /// <summary>A reference to the grain itself, or the reference with another interface.</summary>
    public static TGrainInterface AsReference<TGrainInterface>(this IAddressable grain) => grain switch
    {
        GrainReference reference => (TGrainInterface)Proxies.Create(typeof(TGrainInterface), reference.Node, reference.Id),
        Grain self => (TGrainInterface)Proxies.Create(typeof(TGrainInterface), self.Activation.Node, self.Activation.Id),
        _ => throw NotAddressable(grain),
    };

    public static string GetPrimaryKeyString(this IAddressable grain) => grain.Id().Key;

    internal static GrainId Id(this IAddressable grain) => grain switch
    {
        GrainReference reference => reference.Id,
        Grain self => self.GrainContext.GrainId,
        _ => throw NotAddressable(grain),
    };

    private static ArgumentException NotAddressable(IAddressable? grain) =>
        new($"{grain?.GetType().FullName ?? "null"} is neither a grain nor a reference.", nameof(grain));
}
