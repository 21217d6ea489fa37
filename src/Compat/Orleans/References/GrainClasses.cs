using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;

namespace Orleans.Runtime;

/// <summary>The grain classes: they are in the assembly of their interface.</summary>
internal static class GrainClasses
{
    private static readonly ConcurrentDictionary<Type, Type> s_classes = new();
    private static readonly ConcurrentDictionary<Type, ObjectFactory> s_factories = new();

    internal static Type Of(Type interfaceType) => s_classes.GetOrAdd(interfaceType, Find);

    internal static Grain Create(Type grainClass, IServiceProvider services) =>
        (Grain)s_factories.GetOrAdd(grainClass, static type => ActivatorUtilities.CreateFactory(type, []))(services, null);

    private static Type Find(Type wanted)
    {
        var found = wanted.Assembly.GetTypes().Where(type => !type.IsAbstract && type.IsAssignableTo(wanted) && type.IsAssignableTo(typeof(Grain)));
        return found.ToArray() switch
        {
            [var one] => one,
            [] => throw new ArgumentException($"Could not find an implementation for interface {wanted}."),
            var several => throw new ArgumentException($"{wanted} has several implementations: {string.Join(", ", several.AsEnumerable())}."),
        };
    }
}
