using System.Reflection;
using OkrGrains.Api;
using OkrGrains.Model.Numbers;

namespace OkrGrains.Host;

/// <summary>Parses a limit of the edge from its name and value, as an operator writes them.</summary>
internal static class NamedLimit
{
    private const BindingFlags Public = BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase;

    public static Action<ApiOptions> Parse(string name, string value)
    {
        var limit = typeof(ApiOptions).GetProperty(name, Public) ?? throw new ArgumentException($"there is no limit {name}", nameof(name));
        var parsed = Read(Nullable.GetUnderlyingType(limit.PropertyType) ?? limit.PropertyType, limit.Name, value);
        return options => limit.SetValue(options, parsed);
    }

    private static object Read(Type type, string name, string value)
    {
        if (type == typeof(TimeSpan))
        {
            return LimitTime.TryParse(value, out var time)
                ? time
                : throw new ArgumentException($"{name} cannot be {value}: {LimitTime.Form}", nameof(value));
        }

        var most = type == typeof(long) ? long.MaxValue : int.MaxValue;
        if (!PlainNumber.TryParseWhole(value, out var number) || number > most)
        {
            throw new ArgumentException($"{name} cannot be {value}: it is a whole number up to {most}", nameof(value));
        }

        return type == typeof(long) ? (object)number : (int)number;
    }
}
