using System.Reflection;
using OkrGrains.Grains.Workspaces;
using OkrGrains.Model.Goals;
using OkrGrains.Storage.Records;
using Orleans;
using Orleans.Concurrency;

namespace OkrGrains.Architecture.Tests;

/// <summary>What crosses a grain boundary is immutable, and keeps its name and the places of its members for good.</summary>
public sealed class GrainBoundaryTests
{
    private const BindingFlags AnyMember = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly Assembly[] Product = [typeof(IWorkspaceGrain).Assembly, typeof(GoalName).Assembly, typeof(ProducerEpoch).Assembly];

    // Orleans' generated code implements the interfaces too; it is told by its namespace.
    private static readonly Type[] Types =
        [.. Product.SelectMany(assembly => assembly.GetTypes()).Where(type => type.Namespace?.StartsWith("OkrGrains.", StringComparison.Ordinal) ?? false)];

    private static readonly Type[] Interfaces = [.. Types.Where(type => type.IsInterface && IsCalledFromAfar(type))];

    private static readonly Type[] Crossing = [.. CrossingTypes().OrderBy(type => type.FullName, StringComparer.Ordinal)];

    [Fact]
    public void Grain_classes_are_internal()
    {
        var grains = Types.Where(type => type.IsClass && typeof(Grain).IsAssignableFrom(type)).ToArray();
        Assert.NotEmpty(grains);
        Assert.DoesNotContain(grains, grain => grain.IsVisible);
    }

    [Fact]
    public void No_grain_is_reentrant() =>
        Assert.DoesNotContain(Types, type => type.IsDefined(typeof(ReentrantAttribute), inherit: true));

    [Fact]
    public void Every_method_of_a_grain_interface_has_an_alias()
    {
        var nameless = Interfaces.SelectMany(type => type.GetMethods()).Where(method => !method.IsDefined(typeof(AliasAttribute)));
        Assert.Empty(nameless.Select(method => $"{method.DeclaringType}.{method.Name}"));
    }

    [Fact]
    public void Every_type_that_crosses_is_marked_immutable_and_named()
    {
        Assert.Contains(Crossing, type => type == typeof(PlanChange));
        var unmarked = Crossing.Where(type => !type.IsDefined(typeof(ImmutableAttribute))
            || !type.IsDefined(typeof(GenerateSerializerAttribute)) || !type.IsDefined(typeof(AliasAttribute)));
        Assert.Empty(unmarked);
    }

    [Fact]
    public void Every_member_that_crosses_has_an_id_of_its_own()
    {
        foreach (var type in Crossing)
        {
            var members = type.GetProperties(AnyMember).Where(property => IsStored(type, property)).Cast<MemberInfo>()
                .Concat(type.GetFields(AnyMember).Where(field => !field.Name.Contains('<', StringComparison.Ordinal)));
            var ids = members.Select(member => member.GetCustomAttribute<IdAttribute>()?.Id ?? throw new Xunit.Sdk.XunitException($"{type}.{member.Name} has no id."));
            Assert.True(ids.Distinct().Count() == ids.Count(), $"{type} gives an id twice.");
        }
    }

    [Fact]
    public void Aliases_are_unique()
    {
        var aliases = Types.Select(type => type.GetCustomAttribute<AliasAttribute>(inherit: false)?.Alias).OfType<string>();
        Assert.Empty(aliases.GroupBy(alias => alias).Where(group => group.Count() > 1).Select(group => group.Key));
    }

    private static bool IsStored(Type type, PropertyInfo property) => type.GetField($"<{property.Name}>k__BackingField", AnyMember) is not null;

    private static bool IsCalledFromAfar(Type type) => typeof(IGrain).IsAssignableFrom(type) || typeof(IGrainObserver).IsAssignableFrom(type);

    private static HashSet<Type> CrossingTypes()
    {
        var found = new HashSet<Type>();
        var methods = Interfaces.SelectMany(type => type.GetMethods()).ToArray();
        var open = new Stack<Type>(methods.SelectMany(method => method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType)));
        while (open.TryPop(out var type))
        {
            foreach (var argument in type.GetGenericArguments())
            {
                open.Push(argument);
            }

            if (type.HasElementType)
            {
                open.Push(type.GetElementType()!);
            }

            if (!IsOwn(type) || !found.Add(type))
            {
                continue;
            }

            foreach (var property in type.GetProperties(AnyMember).Where(property => IsStored(type, property)))
            {
                open.Push(property.PropertyType);
            }

            foreach (var field in type.GetFields(AnyMember))
            {
                open.Push(field.FieldType);
            }
        }

        return found;
    }

    private static bool IsOwn(Type type) => Product.Contains(type.Assembly) && !type.IsEnum && !type.IsInterface && !type.IsGenericParameter;
}
