using System.Globalization;

namespace OkrGrains.Plans.Advice;

/// <summary>A place in the file of a part.</summary>
/// <param name="Part">The name of the part.</param>
/// <param name="Path">The path in its file: <c>objectives[0].keyResults[1]</c>.</param>
internal readonly record struct AdvicePlace(string Part, string Path)
{
    /// <summary>Returns the place of an item of a list at the top of the file.</summary>
    public static AdvicePlace Item(string part, string list, int index) => new(part, Item(list, index));

    /// <summary>Returns the place of a key below this one.</summary>
    public AdvicePlace Below(string key) => this with { Path = $"{Path}.{key}" };

    /// <summary>Returns the place of an item of a list below this one.</summary>
    public AdvicePlace Below(string list, int index) => Below(Item(list, index));

    private static string Item(string list, int index) => string.Create(CultureInfo.InvariantCulture, $"{list}[{index}]");
}
