using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Concurrency;
using Orleans.Placement;

namespace Orleans.Runtime;

/// <summary>What the runtime knows of a grain class.</summary>
internal sealed class GrainClass
{
    private readonly ObjectFactory _factory;

    internal GrainClass(Type type)
    {
        _factory = ActivatorUtilities.CreateFactory(type, []);
        Type = type;
        GrainType = GrainType.Create(type.GetCustomAttribute<GrainTypeAttribute>()?.GrainType ?? DefaultName(type.Name));
        IsReentrant = type.IsDefined(typeof(ReentrantAttribute));
        PrefersLocal = type.IsDefined(typeof(PreferLocalPlacementAttribute));
    }

    internal Type Type { get; }

    internal GrainType GrainType { get; }

    internal bool IsReentrant { get; }

    internal bool PrefersLocal { get; }

    internal object Create(IServiceProvider services) => _factory(services, null);

#pragma warning disable CA1308 // Upstream's names are in lower case.
    private static string DefaultName(string name) =>
        (name.EndsWith("Grain", StringComparison.Ordinal) ? name[..^"Grain".Length] : name).ToLowerInvariant();
#pragma warning restore CA1308
}

/// <summary>The grain classes of the application: of all assemblies, loaded or beside this one, that refer to this one.</summary>
internal static class GrainClasses
{
    private static readonly ConcurrentDictionary<Type, GrainClass> s_byInterface = new();
    private static readonly Lazy<GrainClass[]> s_all = new(Find);
    private static readonly Lazy<Dictionary<GrainType, GrainClass>> s_byName = new(ByName);

    internal static GrainClass Of(Type interfaceType) => s_byInterface.GetOrAdd(interfaceType, static wanted =>
    {
        if (!wanted.IsInterface)
            throw new ArgumentException($"{wanted} is not an interface.");

        var found = s_all.Value.Where(candidate => wanted.IsAssignableFrom(candidate.Type)).ToArray();
        return found switch
        {
            [var one] => one,
            [] => throw new ArgumentException($"Could not find an implementation for interface {wanted}."),
            _ => throw new ArgumentException($"{wanted} has several implementations: {string.Join(", ", found.Select(c => c.Type))}."),
        };
    });

    internal static GrainClass Of(GrainType name) =>
        s_byName.Value.TryGetValue(name, out var found) ? found : throw new OrleansException($"There is no grain class of type {name}.");

    private static Dictionary<GrainType, GrainClass> ByName()
    {
        var result = new Dictionary<GrainType, GrainClass>();
        foreach (var grainClass in s_all.Value)
        {
            if (!result.TryAdd(grainClass.GrainType, grainClass))
            {
                throw new OrleansConfigurationException(
                    $"{grainClass.Type} and {result[grainClass.GrainType].Type} have the same grain type {grainClass.GrainType}.");
            }
        }

        return result;
    }

    private static GrainClass[] Find() =>
        [.. ApplicationAssemblies().SelectMany(assembly => assembly.GetTypes()).Where(IsGrain).Select(type => new GrainClass(type))];

    private static bool IsGrain(Type type) =>
        type is { IsClass: true, IsAbstract: false, IsGenericTypeDefinition: false }
        && typeof(IGrain).IsAssignableFrom(type) && !typeof(GrainReference).IsAssignableFrom(type);

    private static HashSet<Assembly> ApplicationAssemblies()
    {
        var own = typeof(GrainClasses).Assembly.GetName().Name!;
        var found = new HashSet<Assembly>(AppDomain.CurrentDomain.GetAssemblies().Where(
            assembly => !assembly.IsDynamic && assembly.GetReferencedAssemblies().Any(reference => reference.Name == own)));
        foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory, "*.dll").Where(file => RefersTo(file, own)))
            found.Add(Assembly.Load(AssemblyName.GetAssemblyName(file)));

        return found;
    }

    private static bool RefersTo(string file, string name)
    {
        using var stream = File.OpenRead(file);
        using var image = new PEReader(stream);
        if (!image.HasMetadata)
            return false;

        var metadata = image.GetMetadataReader();
        return metadata.AssemblyReferences.Any(
            reference => metadata.StringComparer.Equals(metadata.GetAssemblyReference(reference).Name, name));
    }
}
