using System.Reflection;

namespace OkrGrains.Host;

/// <summary>Which runtime this program was built with.</summary>
internal static class RuntimeName
{
    /// <summary>The value of the build property, and the assembly that it brought: <c>packages (Orleans.Core.Abstractions 10.0.0.0)</c>.</summary>
    public static string Describe()
    {
        var runtime = typeof(RuntimeName).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .First(attribute => attribute.Key == "OkrRuntime").Value;
        var orleans = typeof(IGrainFactory).Assembly.GetName();
        return $"{runtime} ({orleans.Name} {orleans.Version})";
    }
}
