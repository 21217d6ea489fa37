namespace OkrGrains.Grains.Workspaces;

/// <summary>The author that stands for the server itself. Nobody else may state it: whoever did would pass a deed of theirs off as the clock's.</summary>
public static class ReservedAuthors
{
    /// <summary>The author of closings that nobody asked for.</summary>
    public const string Clock = "clock";

    /// <summary>Returns true if an author is reserved, in any letter case and with any white space around it, or begins like a line of it.</summary>
    public static bool Contains(string author)
    {
        ArgumentNullException.ThrowIfNull(author);
        var name = author.AsSpan().Trim();
        return name.StartsWith(Clock, StringComparison.OrdinalIgnoreCase)
            && (name.Length == Clock.Length || name[Clock.Length..].TrimStart() is [':', ..]);
    }
}
