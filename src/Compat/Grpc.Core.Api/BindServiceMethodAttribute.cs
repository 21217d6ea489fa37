namespace Grpc.Core;

/// <summary>On a generated service base: which method binds the service.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false, Inherited = true)]
public sealed class BindServiceMethodAttribute(Type bindType, string bindMethodName) : Attribute
{
    /// <summary>The type that has the method.</summary>
    public Type BindType { get; } = bindType;

    /// <summary>The name of the method.</summary>
    public string BindMethodName { get; } = bindMethodName;
}
