using OkrGrains.Contracts.V1;

namespace OkrGrains.Cli.Drawing;

/// <summary>Shortens full names to what a command takes in the workspace: <c>kpis/x</c>.</summary>
internal static class GoalNames
{
    public static string Short(Goal goal) => Short(goal.Name);

    /// <summary>Returns the id, which ends a full name.</summary>
    public static string Id(string fullName) => fullName[(fullName.LastIndexOf('/') + 1)..];

    public static string Short(string fullName)
    {
        var parts = fullName.Split('/');
        return parts.Length < 2 ? fullName : $"{parts[^2]}/{parts[^1]}";
    }
}
