using System.Linq.Expressions;
using System.Reflection;
using Orleans.Concurrency;

namespace Orleans.Runtime;

/// <summary>A method of a grain or observer interface, as its proxies use it.</summary>
internal sealed record GrainMethod<TArguments, TResult>(string Name, Interleaving Interleaving, Func<object, TArguments, Task> Invoke);

/// <summary>The value of a call that answers without one.</summary>
internal readonly struct Nothing;

/// <summary>Checks a method and compiles what calls it.</summary>
internal static class GrainMethod
{
    /// <summary>More would nest in a tuple.</summary>
    private const int MostArguments = 7;

    /// <returns>The <see cref="GrainMethod{TArguments, TResult}"/> of the method.</returns>
    internal static object Compile(MethodInfo method, MethodInfo toTuple)
    {
        var instance = Expression.Parameter(typeof(object));
        var tuple = Expression.Parameter(toTuple.ReturnType);
        var call = Expression.Call(
            Expression.Convert(instance, method.DeclaringType!), method, toTuple.GetParameters().Select((_, i) => Expression.Field(tuple, $"Item{i + 1}")));
        var invoke = Expression.Lambda(typeof(Func<,,>).MakeGenericType(typeof(object), tuple.Type, typeof(Task)), call, instance, tuple);
        var interleaving = method.IsDefined(typeof(AlwaysInterleaveAttribute)) ? Interleaving.Always
            : method.IsDefined(typeof(ReadOnlyAttribute)) ? Interleaving.ReadOnly : Interleaving.None;
        return Activator.CreateInstance(
            typeof(GrainMethod<,>).MakeGenericType(tuple.Type, ResultOf(method)),
            $"{method.DeclaringType!.Name}.{method.Name}", interleaving, invoke.Compile())!;
    }

    internal static Type ResultOf(MethodInfo method) =>
        method.ReturnType == typeof(Task) ? typeof(Nothing)
        : method.ReturnType.IsGenericType && method.ReturnType.GetGenericTypeDefinition() == typeof(Task<>) ? method.ReturnType.GetGenericArguments()[0]
        : throw Refused(method, $"returns {method.ReturnType}, not Task or Task<T>");

    internal static void Check(MethodInfo method)
    {
        Type[] parameters = [.. method.GetParameters().Select(parameter => parameter.ParameterType)];
        if (method.IsSpecialName || method.IsGenericMethodDefinition)
            throw Refused(method, "is a property, an event or generic");

        if (parameters.Length > MostArguments)
            throw Refused(method, $"has more than {MostArguments} parameters");

        foreach (var type in ResultOf(method) is var result && result == typeof(Nothing) ? parameters : [.. parameters, result])
        {
            if (WireTypes.Refusal(type) is { } why)
                throw Refused(method, $"carries {type}: {why}");
        }
    }

    private static NotSupportedException Refused(MethodInfo method, string why) => new($"{method.DeclaringType}.{method.Name} {why}.");
}
