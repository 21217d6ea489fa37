using Orleans.Runtime;

namespace OkrGrains.Grains.Goals;

/// <summary>
/// Makes references to grains of which there are many. Orleans looks for the name of the interface in its attributes, by reflection, whenever
/// it makes a reference; the names never change in a process, so they are kept here.
/// </summary>
internal static class GrainReferences
{
    /// <summary>Returns the reference to the grain of an interface that has a key.</summary>
    public static T ReferenceTo<T>(this IGrainFactory grains, string key)
        where T : class, IGrainWithStringKey
    {
        // Another kind of factory, as that of the simulation, may know nothing of the names that Orleans' own gave.
        if (Names<T>.Known is { } known && known.Factory == grains.GetType())
        {
            return (T)grains.GetGrain(GrainId.Create(known.Grain, IdSpan.Create(key)), known.Interface);
        }

        var first = grains.GetGrain<T>(key);

        // Another kind of factory has references of its own, which have no names.
        if (first is GrainReference reference)
        {
            Names<T>.Known = new(grains.GetType(), reference.GrainId.Type, reference.InterfaceType);
        }

        return first;
    }

    private static class Names<T>
    {
        public static volatile KnownNames? Known;
    }

    private sealed record KnownNames(Type Factory, GrainType Grain, GrainInterfaceType Interface);
}
