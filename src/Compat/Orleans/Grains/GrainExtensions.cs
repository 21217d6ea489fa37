using Orleans.Runtime;

namespace Orleans;

/// <summary>Identity of grains and references.</summary>
public static class GrainExtensions
{
    public static TGrainInterface AsReference<TGrainInterface>(this IAddressable grain)
    {
        ArgumentNullException.ThrowIfNull(grain);
        return grain is TGrainInterface typed and GrainReference
            ? typed
            : (TGrainInterface)(object)Reference(grain).As(typeof(TGrainInterface));
    }

    public static TGrainInterface Cast<TGrainInterface>(this IAddressable grain) => grain.AsReference<TGrainInterface>();

    public static GrainId GetGrainId(this IAddressable grain)
    {
        ArgumentNullException.ThrowIfNull(grain);
        return grain is IGrainBase self ? self.GrainContext.GrainId : Reference(grain).GrainId;
    }

    public static string GetPrimaryKeyString(this IAddressable grain) => grain.GetGrainId().Key.ToString();

    private static GrainReference Reference(IAddressable grain) => grain switch
    {
        GrainReference reference => reference,
        IGrainBase self => self.GrainContext.GrainReference,
        _ => throw new ArgumentException($"{grain.GetType().FullName} is neither a grain nor a reference.", nameof(grain)),
    };
}
