namespace OkrGrains.Plans.Hints;

/// <summary>Finds the time zone that was probably meant.</summary>
internal static class ZoneHints
{
    /// <summary>Returns the part of the message that names a zone, with a colon before it.</summary>
    public static string Hint(string text)
    {
        var names = TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id).Where(id => id.Contains('/', StringComparison.Ordinal)).ToList();
        var plain = Nearest.Plain(text);
        var meant = names.Find(name => Nearest.Plain(name[(name.LastIndexOf('/') + 1)..]) == plain) ?? Nearest.To(text, names);
        return meant is null ? ": write a place, such as Europe/Berlin, or UTC" : $": did you mean `{meant}`?";
    }
}
