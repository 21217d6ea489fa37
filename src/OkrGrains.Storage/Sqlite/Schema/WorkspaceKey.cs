using System.Globalization;

namespace OkrGrains.Storage.Sqlite.Schema;

/// <summary>
/// Tells the generations of a workspace apart in the texts by which rows name it. An id has no number sign, so that no id is such a text.
/// </summary>
/// <remarks>
/// The row of a live workspace has its id; that of a deleted one has the id with its generation, which frees the id. Producers and requests
/// have the id alone in the first generation, as in stores that know of no generations, and the id with the generation in later ones.
/// </remarks>
internal static class WorkspaceKey
{
    private const char Separator = '#';

    /// <summary>Returns the text by which producers and requests name a generation.</summary>
    public static string Of(string id, int generation) => generation == 1 ? id : OfDeleted(id, generation);

    /// <summary>Returns the text that a deleted workspace has in place of its id.</summary>
    public static string OfDeleted(string id, int generation) =>
        string.Create(CultureInfo.InvariantCulture, $"{id}{Separator}{generation}");

    /// <summary>Returns true if the text in place of a workspace's id says that it is deleted.</summary>
    public static bool IsDeleted(string text) => text.Contains(Separator, StringComparison.Ordinal);

    /// <summary>Returns the id in such a text, or in an id itself.</summary>
    public static string IdOf(string text) =>
        text.IndexOf(Separator, StringComparison.Ordinal) is >= 0 and var end ? text[..end] : text;
}
