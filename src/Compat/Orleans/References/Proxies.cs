using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Emit;

namespace Orleans.Runtime;

/// <summary>Compiles, once per interface, the class that turns its method calls into calls of <see cref="GrainReference.Send"/>.</summary>
internal static class Proxies
{
    private static readonly ModuleBuilder s_module = AssemblyBuilder
        .DefineDynamicAssembly(new AssemblyName("Orleans.Compat.Proxies"), AssemblyBuilderAccess.Run).DefineDynamicModule("Proxies");

    private static readonly ConcurrentDictionary<Type, Lazy<Type>> s_classes = new();

    /// <returns>A reference that implements the interface.</returns>
    internal static IAddressable Create(Type interfaceType, Node node, GrainId id)
    {
        var proxy = (GrainReference)Activator.CreateInstance(ClassOf(interfaceType))!;
        (proxy.Node, proxy.Id) = (node, id);
        return proxy;
    }

    internal static Type ClassOf(Type interfaceType) =>
        s_classes.GetOrAdd(interfaceType, static type => new Lazy<Type>(() => Compile(type))).Value;

    private static Type Compile(Type interfaceType)
    {
        if (!interfaceType.IsInterface || !interfaceType.IsVisible || interfaceType.IsGenericType || !interfaceType.IsAssignableTo(typeof(IAddressable)))
            throw new NotSupportedException($"{interfaceType} as a grain interface: it is no public interface of a grain or an observer.");

        var methods = interfaceType.GetInterfaces().Append(interfaceType).SelectMany(part => part.GetMethods()).ToArray();
        Array.ForEach(methods, GrainMethod.Check);
        var tuples = methods.Select(ToTuple).ToArray();
        lock (s_module)
        {
            var proxy = s_module.DefineType(
                $"{interfaceType.FullName}.Proxy", TypeAttributes.Class | TypeAttributes.Sealed, typeof(GrainReference), [interfaceType]);
            proxy.DefineDefaultConstructor(MethodAttributes.Public);
            for (var i = 0; i < methods.Length; i++)
                EmitMethod(proxy, methods[i], tuples[i], $"method{i}");

            var type = proxy.CreateType();
            for (var i = 0; i < methods.Length; i++)
                type.GetField($"method{i}")!.SetValue(null, GrainMethod.Compile(methods[i], tuples[i]));

            return type;
        }
    }

    /// <summary>What makes a tuple of the arguments.</summary>
    private static MethodInfo ToTuple(MethodInfo method)
    {
        Type[] types = [.. method.GetParameters().Select(parameter => parameter.ParameterType)];
        var create = typeof(ValueTuple).GetMethods().Single(candidate =>
            candidate.Name == nameof(ValueTuple.Create) && candidate.GetParameters().Length == types.Length);
        return types.Length == 0 ? create : create.MakeGenericMethod(types);
    }

    private static void EmitMethod(TypeBuilder proxy, MethodInfo method, MethodInfo toTuple, string fieldName)
    {
        var result = GrainMethod.ResultOf(method);
        var field = proxy.DefineField(
            fieldName, typeof(GrainMethod<,>).MakeGenericType(toTuple.ReturnType, result), FieldAttributes.Public | FieldAttributes.Static);
        var builder = proxy.DefineMethod(
            $"{method.DeclaringType!.FullName}.{method.Name}",
            MethodAttributes.Public | MethodAttributes.Virtual | MethodAttributes.Final | MethodAttributes.NewSlot,
            method.ReturnType,
            [.. method.GetParameters().Select(parameter => parameter.ParameterType)]);
        proxy.DefineMethodOverride(builder, method);
        var il = builder.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldsfld, field);
        for (var i = 1; i <= toTuple.GetParameters().Length; i++)
            il.Emit(OpCodes.Ldarg, i);

        il.Emit(OpCodes.Call, toTuple);
        il.Emit(OpCodes.Call, typeof(GrainReference).GetMethod(nameof(GrainReference.Send))!.MakeGenericMethod(toTuple.ReturnType, result));
        il.Emit(OpCodes.Ret);
    }
}
