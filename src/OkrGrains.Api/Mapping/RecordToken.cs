using System.Globalization;
using OkrGrains.Api.Errors;

namespace OkrGrains.Api.Mapping;

/// <summary>
/// Where a list of readings goes on: at a commit, some of whose readings the page before has shown. Commits do not change, so that what is
/// accepted meanwhile shifts nothing.
/// </summary>
internal readonly record struct RecordToken(long Position, int Skip)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Position}.{Skip}");

    /// <summary>Reads a token of <see cref="ToString"/>; without one, the newest commit.</summary>
    /// <exception cref="ApiFault">The field holds none.</exception>
    public static RecordToken Read(string field, string token)
    {
        if (token.Length == 0)
        {
            return default;
        }

        var parts = token.Split('.', 3);
        return parts.Length == 2
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var position) && position > 0
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var skip)
            ? new RecordToken(position, skip)
            : throw Unknown(field);
    }

    public static ApiFault Unknown(string field) => ApiFault.BadRequest(field, "is no page token of this server");
}
