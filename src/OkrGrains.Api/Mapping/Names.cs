using System.Text.RegularExpressions;
using OkrGrains.Api.Errors;
using OkrGrains.Model.Goals;

namespace OkrGrains.Api.Mapping;

/// <summary>Parses and formats the full names of workspaces, goals and cycles in messages (goal-model §1).</summary>
internal static partial class Names
{
    private const string Workspaces = "workspaces/";

    public static string OfWorkspace(string workspace) => Workspaces + workspace;

    public static string OfGoal(string workspace, GoalName goal) => $"{Workspaces}{workspace}/{goal}";

    public static string OfCycle(string workspace, string cycle) => $"{Workspaces}{workspace}/cycles/{cycle}";

    /// <summary>Returns the id in <c>workspaces/{w}</c>.</summary>
    /// <exception cref="ApiFault">The field holds no such name.</exception>
    public static string Workspace(string field, string name) =>
        name.StartsWith(Workspaces, StringComparison.Ordinal) && Id().IsMatch(name.AsSpan(Workspaces.Length))
            ? name[Workspaces.Length..]
            : throw ApiFault.BadRequest(field, "must be workspaces/{workspace}");

    /// <summary>Returns the id of the workspace that a full name of anything begins with; null if there is none.</summary>
    public static string? WorkspaceOf(string name)
    {
        if (!name.StartsWith(Workspaces, StringComparison.Ordinal))
        {
            return null;
        }

        var rest = name.AsSpan(Workspaces.Length);
        var end = rest.IndexOf('/');
        var id = end < 0 ? rest : rest[..end];
        return Id().IsMatch(id) ? id.ToString() : null;
    }

    /// <summary>Returns the workspace and the goal in <c>workspaces/{w}/{kind}/{id}</c>.</summary>
    /// <exception cref="ApiFault">The field holds no such name.</exception>
    public static (string Workspace, GoalName Goal) Goal(string field, string name)
    {
        if (name.StartsWith(Workspaces, StringComparison.Ordinal))
        {
            var end = name.IndexOf('/', Workspaces.Length);
            if (end > 0 && Id().IsMatch(name.AsSpan()[Workspaces.Length..end]) && TryGoal(name.AsSpan(end + 1), out var goal))
            {
                return (name[Workspaces.Length..end], goal);
            }
        }

        throw ApiFault.BadRequest(field, "must be workspaces/{workspace}/kpis/{id}, …/keyResults/{id} or …/objectives/{id}");
    }

    /// <summary>Parses <c>kpis/{id}</c>, <c>keyResults/{id}</c> or <c>objectives/{id}</c>. Returns false for anything else.</summary>
    public static bool TryGoal(ReadOnlySpan<char> name, out GoalName goal)
    {
        goal = default;
        var slash = name.IndexOf('/');
        if (slash < 0 || !Id().IsMatch(name[(slash + 1)..]))
        {
            return false;
        }

        GoalKind? kind = name[..slash] switch
        {
            "kpis" => GoalKind.Kpi,
            "keyResults" => GoalKind.KeyResult,
            "objectives" => GoalKind.Objective,
            _ => null,
        };
        goal = kind is { } known ? new GoalName(known, name[(slash + 1)..].ToString()) : default;
        return kind is not null;
    }

    /// <summary>Returns the workspace and the id in <c>workspaces/{w}/cycles/{id}</c>.</summary>
    /// <exception cref="ApiFault">The field holds no such name.</exception>
    public static (string Workspace, string Cycle) Cycle(string field, string name) =>
        name.Split('/') is ["workspaces", var workspace, "cycles", var id] && Id().IsMatch(workspace) && Id().IsMatch(id)
            ? (workspace, id)
            : throw ApiFault.BadRequest(field, "must be workspaces/{workspace}/cycles/{id}");

    /// <summary>Checks an id and returns it.</summary>
    /// <exception cref="ApiFault">The field holds no id.</exception>
    public static string Id(string field, string id) => Id().IsMatch(id)
        ? id
        : throw ApiFault.BadRequest(field, "must be 1 to 63 of a-z, 0-9 and -, start with a letter and not end with -");

    // The pattern ends with \z, because $ would accept a line break at the end.
    [GeneratedRegex(@"\A[a-z]([a-z0-9-]{0,61}[a-z0-9])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Id();
}
