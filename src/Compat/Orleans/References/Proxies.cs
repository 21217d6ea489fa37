using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace Orleans.Runtime;

/// <summary>Compiles, once per interface, the class that turns its method calls into requests.</summary>
internal static class Proxies
{
    private const MethodAttributes Override =
        MethodAttributes.Public | MethodAttributes.Virtual | MethodAttributes.Final | MethodAttributes.HideBySig;

    private static readonly ConcurrentDictionary<Type, Func<Node, GrainId, GrainReference>> s_factories = new();

    internal static GrainReference Create(Type interfaceType, Node node, GrainId id) =>
        s_factories.GetOrAdd(interfaceType, Compile)(node, id);

    private static Func<Node, GrainId, GrainReference> Compile(Type interfaceType)
    {
        var methods = GrainMethod.Of(interfaceType);
        var assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName($"Proxies.{interfaceType.FullName}"), AssemblyBuilderAccess.Run);
        GrantAccess(assembly, interfaceType, methods);
        var module = assembly.DefineDynamicModule("Proxies");
        var proxy = module.DefineType(
            $"{interfaceType.Name}.Proxy", TypeAttributes.Class | TypeAttributes.Sealed, typeof(Proxy), [interfaceType]);
        Type[] arguments = [typeof(Node), typeof(GrainId)];
        var constructor = proxy.DefineConstructor(MethodAttributes.Public, CallingConventions.HasThis, arguments);
        var il = constructor.GetILGenerator();
        EmitLoadArguments(il, arguments.Length + 1);
        il.Emit(OpCodes.Call, typeof(Proxy).GetConstructor(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public, arguments)!);
        il.Emit(OpCodes.Ret);

        for (var i = 0; i < methods.Length; i++)
            EmitMethod(proxy, methods[i], EmitRequest(module, methods[i], i));

        var create = proxy.DefineMethod("Create", MethodAttributes.Public | MethodAttributes.Static, typeof(GrainReference), arguments);
        il = create.GetILGenerator();
        EmitLoadArguments(il, arguments.Length);
        il.Emit(OpCodes.Newobj, constructor);
        il.Emit(OpCodes.Ret);
        return proxy.CreateType().GetMethod("Create")!.CreateDelegate<Func<Node, GrainId, GrainReference>>();
    }

    /// <summary>Grain interfaces and the types in them may be internal to the application, as they may be upstream.</summary>
    private static void GrantAccess(AssemblyBuilder assembly, Type interfaceType, GrainMethod[] methods)
    {
        var constructor = typeof(IgnoresAccessChecksToAttribute).GetConstructor([typeof(string)])!;
        var types = methods.SelectMany(method => method.Parameters.Append(method.Result ?? typeof(void)).Append(method.Info.DeclaringType!))
            .SelectMany(Parts).Append(interfaceType).Append(typeof(Proxy));
        foreach (var name in types.Select(type => type.Assembly.GetName().Name!).Distinct())
            assembly.SetCustomAttribute(new CustomAttributeBuilder(constructor, [name]));
    }

    private static IEnumerable<Type> Parts(Type type) => type.GetGenericArguments().SelectMany(Parts).Append(type);

    private static Type EmitRequest(ModuleBuilder module, GrainMethod method, int index)
    {
        var request = module.DefineType($"{method.Info.Name}#{index}", TypeAttributes.Class | TypeAttributes.Sealed, method.RequestBase);
        request.DefineDefaultConstructor(MethodAttributes.Public);
        var fields = method.Parameters
            .Select((type, i) => type == typeof(CancellationToken)
                ? null : request.DefineField($"arg{i}", type, FieldAttributes.Public)).ToArray();

        var il = Implement(request, method.RequestBase.GetMethod(nameof(Request<>.Invoke))!);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Castclass, method.Info.DeclaringType!);
        foreach (var field in fields)
        {
            il.Emit(OpCodes.Ldarg_0);
            if (field is null)
                il.Emit(OpCodes.Call, typeof(Request).GetProperty(nameof(Request.CalleeToken))!.GetMethod!);
            else
                il.Emit(OpCodes.Ldfld, field);
        }

        il.Emit(OpCodes.Callvirt, method.Info);
        method.EmitToValueTask(il);
        il.Emit(OpCodes.Ret);

        il = Implement(request, typeof(Request).GetProperty(nameof(Request.Method))!.GetMethod!);
        il.Emit(OpCodes.Ldstr, $"{method.Info.DeclaringType!.Name}.{method.Info.Name}");
        il.Emit(OpCodes.Ret);
        if (method.Options != CallOptions.None)
        {
            il = Implement(request, typeof(Request).GetProperty(nameof(Request.Options))!.GetMethod!);
            il.Emit(OpCodes.Ldc_I4, (int)method.Options);
            il.Emit(OpCodes.Ret);
        }

        il = Implement(request, typeof(Request).GetMethod(nameof(Request.Recycle))!);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Call, method.RequestBase.GetMethod(nameof(Request.Recycle))!);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Call, TypeBuilder.GetMethod(
            typeof(RequestPool<>).MakeGenericType(request), typeof(RequestPool<>).GetMethod(nameof(RequestPool<>.Return))!));
        il.Emit(OpCodes.Ret);
        return request.CreateType();
    }

    private static void EmitMethod(TypeBuilder proxy, GrainMethod method, Type request)
    {
        var builder = proxy.DefineMethod(
            $"{method.Info.DeclaringType!.FullName}.{method.Info.Name}",
            Override | MethodAttributes.NewSlot, method.Info.ReturnType, method.Parameters);
        proxy.DefineMethodOverride(builder, method.Info);
        var il = builder.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Call, typeof(RequestPool<>).MakeGenericType(request).GetMethod(nameof(RequestPool<>.Rent))!);
        var token = -1;
        for (var i = 0; i < method.Parameters.Length; i++)
        {
            if (request.GetField($"arg{i}") is not { } field)
            {
                token = i;
                continue;
            }

            il.Emit(OpCodes.Dup);
            il.Emit(OpCodes.Ldarg, i + 1);
            il.Emit(OpCodes.Stfld, field);
        }

        if (token >= 0)
            il.Emit(OpCodes.Ldarg, token + 1);
        else
            il.Emit(OpCodes.Call, typeof(CancellationToken).GetProperty(nameof(CancellationToken.None))!.GetMethod!);

        il.Emit(OpCodes.Call, method.Send);
        method.EmitFromTask(il);
        il.Emit(OpCodes.Ret);
    }

    private static ILGenerator Implement(TypeBuilder type, MethodInfo method) => type.DefineMethod(
        method.Name, Override, method.ReturnType, [.. method.GetParameters().Select(parameter => parameter.ParameterType)]).GetILGenerator();

    private static void EmitLoadArguments(ILGenerator il, int count)
    {
        for (var i = 0; i < count; i++)
            il.Emit(OpCodes.Ldarg, i);
    }
}
