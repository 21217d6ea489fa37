using System.Reflection;
using System.Reflection.Emit;
using Orleans.Concurrency;

namespace Orleans.Runtime;

/// <summary>A method of a grain or observer interface, and how a call of it is compiled.</summary>
internal sealed class GrainMethod
{
    private static readonly ConstructorInfo s_valueTask = typeof(ValueTask).GetConstructor([typeof(Task)])!;

    private readonly Type _returned;

    internal GrainMethod(MethodInfo info)
    {
        Info = info;
        Parameters = [.. info.GetParameters().Select(parameter => parameter.ParameterType)];
        _returned = info.ReturnType;
        if (_returned.IsGenericType && _returned.GetGenericTypeDefinition() is var open
            && (open == typeof(Task<>) || open == typeof(ValueTask<>)))
        {
            Result = _returned.GetGenericArguments()[0];
        }
        else if (_returned != typeof(Task) && _returned != typeof(ValueTask) && _returned != typeof(void))
            throw Refused($"returns {_returned}, not Task, Task<T>, ValueTask or ValueTask<T>");

        Options = (Has<ReadOnlyAttribute>() ? CallOptions.ReadOnly : 0)
            | (Has<AlwaysInterleaveAttribute>() ? CallOptions.AlwaysInterleave : 0)
            | (Has<OneWayAttribute>() || _returned == typeof(void) ? CallOptions.OneWay : 0);
        Check();
    }

    internal MethodInfo Info { get; }

    internal Type[] Parameters { get; }

    /// <summary>Null when the method answers without a value.</summary>
    internal Type? Result { get; }

    internal CallOptions Options { get; }

    internal Type RequestBase => typeof(Request<>).MakeGenericType(Result ?? typeof(Nothing));

    internal MethodInfo Send => IsOneWay
        ? typeof(Proxy).GetMethod(nameof(Proxy.SendOneWay))!
        : typeof(Proxy).GetMethod(nameof(Proxy.Send))!.MakeGenericMethod(Result ?? typeof(Nothing));

    private bool IsOneWay => (Options & CallOptions.OneWay) != 0;

    internal static GrainMethod[] Of(Type interfaceType)
    {
        if (!interfaceType.IsInterface || interfaceType.IsGenericType || !typeof(IAddressable).IsAssignableFrom(interfaceType))
            throw new NotSupportedException($"{interfaceType} as a grain interface");

        return [.. interfaceType.GetInterfaces().Append(interfaceType)
            .SelectMany(part => part.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance))
            .Select(method => new GrainMethod(method))];
    }

    /// <summary>Turns what the grain returned into what a request awaits.</summary>
    internal void EmitToValueTask(ILGenerator il)
    {
        if (_returned == typeof(void))
            il.Emit(OpCodes.Call, typeof(ValueTask).GetProperty(nameof(ValueTask.CompletedTask))!.GetMethod!);
        else if (_returned == typeof(Task))
            il.Emit(OpCodes.Newobj, s_valueTask);

        if (Result is null)
            il.Emit(OpCodes.Call, typeof(Nothing).GetMethod(nameof(Nothing.Of))!);
        else if (_returned.IsClass)
            il.Emit(OpCodes.Newobj, typeof(ValueTask<>).MakeGenericType(Result).GetConstructor([_returned])!);
    }

    /// <summary>Turns the task of the answer into what the interface returns.</summary>
    internal void EmitFromTask(ILGenerator il)
    {
        if (_returned == typeof(void))
            return;

        if (IsOneWay)
            il.Emit(OpCodes.Call, typeof(Task).GetProperty(nameof(Task.CompletedTask))!.GetMethod!);

        if (_returned == typeof(ValueTask))
            il.Emit(OpCodes.Newobj, s_valueTask);
        else if (Result is not null && _returned.IsValueType)
            il.Emit(OpCodes.Newobj, _returned.GetConstructor([typeof(Task<>).MakeGenericType(Result)])!);
    }

    private void Check()
    {
        if (Info.IsSpecialName || Info.IsGenericMethodDefinition)
            throw Refused("is a property, an event or generic");

        if (IsOneWay && Result is not null)
            throw Refused("is one-way and returns a value");

        if (Parameters.Count(type => type == typeof(CancellationToken)) > 1)
            throw Refused("takes more than one CancellationToken");

        foreach (var type in Parameters.Where(type => type != typeof(CancellationToken)).Concat(Result is null ? [] : [Result]))
        {
            if (WireTypes.Refusal(type) is { } why)
                throw Refused($"carries {type}: {why}");
        }
    }

    private bool Has<TAttribute>()
        where TAttribute : Attribute => Info.IsDefined(typeof(TAttribute));

    private NotSupportedException Refused(string why) => new($"{Info.DeclaringType}.{Info.Name} {why}.");
}
