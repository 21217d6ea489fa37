using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Numerics;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Orleans.Runtime;

/// <summary>
/// Which types may cross a grain boundary: those that upstream serializes by itself and that cannot change, and the application's
/// own that are immutable and marked. Nothing is copied here, so anything that could change would be shared.
/// </summary>
internal static class WireTypes
{
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly HashSet<Type> s_simple =
    [
        typeof(bool), typeof(char), typeof(sbyte), typeof(byte), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long),
        typeof(ulong), typeof(Int128), typeof(UInt128), typeof(BigInteger), typeof(Half), typeof(float), typeof(double), typeof(decimal),
        typeof(string), typeof(Guid), typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeOnly), typeof(TimeSpan),
        typeof(Uri), typeof(Version),
    ];

    private static readonly HashSet<Type> s_containers =
    [
        typeof(Nullable<>), typeof(ImmutableArray<>), typeof(ImmutableList<>), typeof(ImmutableQueue<>), typeof(ImmutableStack<>),
        typeof(ImmutableHashSet<>), typeof(ImmutableSortedSet<>), typeof(ImmutableDictionary<,>), typeof(ImmutableSortedDictionary<,>),
        typeof(KeyValuePair<,>),

        // Upstream has a codec for it. Whoever sends it leaves what it points to alone until the call is answered.
        typeof(ReadOnlyMemory<>),
    ];

    private static readonly ConcurrentDictionary<Type, string?> s_known = new();
    private static readonly ConcurrentDictionary<string, Type> s_aliases = new();

    /// <returns>Why the type may not cross; null when it may.</returns>
    internal static string? Refusal(Type type)
    {
        if (s_known.TryGetValue(type, out var known))
            return known;

        var seen = new HashSet<Type>();
        var refusal = Visit(type, seen);
        if (refusal is null)
        {
            foreach (var accepted in seen)
                s_known[accepted] = null;
        }

        return s_known[type] = refusal;
    }

    private static string? Visit(Type type, HashSet<Type> seen)
    {
        if (s_simple.Contains(type) || type.IsEnum || typeof(Exception).IsAssignableFrom(type)
            || (type.IsInterface && typeof(IAddressable).IsAssignableFrom(type)) || !seen.Add(type))
        {
            return null;
        }

        if (type.IsGenericType && (s_containers.Contains(type.GetGenericTypeDefinition()) || typeof(ITuple).IsAssignableFrom(type) && type.IsValueType))
            return type.GetGenericArguments().Select(part => Visit(part, seen)).FirstOrDefault(why => why is not null);

        return Unmarked(type) ?? Members(type, seen) ?? Derived(type, seen);
    }

    private static string? Unmarked(Type type)
    {
        foreach (var wanted in new[] { typeof(ImmutableAttribute), typeof(GenerateSerializerAttribute), typeof(AliasAttribute) })
        {
            if (!type.IsDefined(wanted, inherit: false))
                return $"{type} is not marked [{wanted.Name[..^"Attribute".Length]}]";
        }

        var definition = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        var alias = type.GetCustomAttribute<AliasAttribute>(inherit: false)!.Alias;
        var owner = s_aliases.GetOrAdd(alias, definition);
        return owner == definition ? null : $"{type} has the alias '{alias}' of {owner}";
    }

    private static string? Members(Type type, HashSet<Type> seen)
    {
        var ids = new HashSet<uint>();
        foreach (var field in type.GetFields(Declared))
        {
            var member = PropertyOf(field) is { } property ? (MemberInfo)property : field;
            if (!field.IsInitOnly)
                return $"{type}.{member.Name} can be changed";

            if (member.GetCustomAttribute<IdAttribute>() is not { Id: var id })
                return $"{type}.{member.Name} has no [Id]";

            if (!ids.Add(id))
                return $"{type}.{member.Name} has the [Id({id})] of another member";

            if (Visit(field.FieldType, seen) is { } why)
                return why;
        }

        return type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType) ? Visit(parent, seen) : null;
    }

    /// <summary>A value of an open class may be of any class derived from it.</summary>
    private static string? Derived(Type type, HashSet<Type> seen) => type.IsSealed || type.IsGenericType
        ? null
        : type.Assembly.GetTypes().Where(other => other.BaseType == type)
            .Select(other => Visit(other, seen)).FirstOrDefault(why => why is not null);

    /// <summary>The property that the field holds, if any: it carries the marks.</summary>
    private static PropertyInfo? PropertyOf(FieldInfo field) =>
        field.Name is ['<', .. var name] ? field.DeclaringType!.GetProperty(name.Split('>')[0], Declared) : null;
}
