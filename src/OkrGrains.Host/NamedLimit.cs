using System.ComponentModel;
using System.Reflection;
using OkrGrains.Api;

namespace OkrGrains.Host;

/// <summary>Parses a limit of the edge from its name and value, as an operator writes them.</summary>
internal static class NamedLimit
{
    private const BindingFlags Public = BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase;

    public static Action<ApiOptions> Parse(string name, string value)
    {
        var limit = typeof(ApiOptions).GetProperty(name, Public) ?? throw new ArgumentException($"there is no limit {name}", nameof(name));
        try
        {
            var parsed = TypeDescriptor.GetConverter(limit.PropertyType).ConvertFromInvariantString(value);
            return options => limit.SetValue(options, parsed);
        }
        catch (Exception failure) when (failure is ArgumentException or FormatException or OverflowException)
        {
            throw new ArgumentException($"{limit.Name} cannot be {value}", nameof(value), failure);
        }
    }
}
