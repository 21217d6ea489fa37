using OkrGrains.Model.Definitions;
using OkrGrains.Plans.Text;

namespace OkrGrains.Plans.Goals;

/// <summary>
/// The key of a stored definition that names its part. In a plan file only the file as a whole names its part, and so the key is unknown there.
/// </summary>
internal static class PartKey
{
    public const string Name = "part";

    /// <summary>Returns the part of a stored definition.</summary>
    public static string Take(Fields definition) => definition.Text(Name) ?? PlanPart.Main;
}
