using System.Globalization;
using OkrGrains.Api.Errors;
using OkrGrains.Model.Numbers;

namespace OkrGrains.Api.Mapping;

/// <summary>
/// The token of a page of readings: the commit at which the list continues, and how many of its readings to skip because earlier pages had
/// them. Commits do not change, so readings that are accepted meanwhile shift nothing.
/// </summary>
internal readonly record struct RecordToken(long Position, int Skip)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Position}.{Skip}");

    /// <summary>Parses a token that <see cref="ToString"/> made. An empty token stands for the newest commit.</summary>
    /// <exception cref="ApiFault">The field holds no such token.</exception>
    public static RecordToken Read(string field, string token)
    {
        if (token.Length == 0)
        {
            return default;
        }

        var parts = token.Split('.', 3);
        return parts.Length == 2
            && PlainNumber.TryParseWhole(parts[0], out var position) && position > 0
            && PlainNumber.TryParseWhole(parts[1], out var skip) && skip <= int.MaxValue
            ? new RecordToken(position, (int)skip)
            : throw Unknown(field);
    }

    public static ApiFault Unknown(string field) => ApiFault.BadRequest(field, "is no page token of this server");
}
