using Google.Protobuf.Reflection;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Fuzz.Tests.Wire;

/// <summary>The calls of the contract, found in its descriptors, so that a new one is tested without a word here.</summary>
internal static class Calls
{
    public static MethodDescriptor[] All { get; } =
    [
        .. from type in typeof(StreamOpen).Assembly.GetTypes()
           where type.Name.EndsWith("Reflection", StringComparison.Ordinal)
           orderby type.Name
           let file = type.GetProperty("Descriptor")?.GetValue(null) as FileDescriptor
           where file is not null
           from service in file.Services
           from method in service.Methods
           select method,
    ];

    /// <summary>Returns the path of a call in HTTP.</summary>
    public static string PathOf(MethodDescriptor method) => $"/{method.Service.FullName}/{method.Name}";
}
