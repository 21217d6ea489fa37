using OkrGrains.Contracts.V1;

namespace OkrGrains.Cli.Drawing;

/// <summary>Shortens full names to what a command takes in the workspace: <c>kpis/x</c>.</summary>
internal static class GoalNames
{
    public static string Short(Goal goal) => Short(goal.Name);

    public static string Short(string fullName)
    {
        var parts = fullName.Split('/');
        return parts.Length < 2 ? fullName : $"{parts[^2]}/{parts[^1]}";
    }
}
