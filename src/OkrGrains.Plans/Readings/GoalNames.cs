using System.Buffers;
using System.Text;
using OkrGrains.Model.Goals;
using OkrGrains.Plans.Text;

namespace OkrGrains.Plans.Readings;

/// <summary>A goal as a line gives it.</summary>
/// <param name="Name">The name within its workspace; that of a KPI for a bare id.</param>
/// <param name="Workspace">The id of the workspace in a full name; otherwise null.</param>
/// <param name="IsBare">True for a bare id.</param>
internal readonly record struct GivenGoal(GoalName Name, string? Workspace, bool IsBare);

/// <summary>Turns the text of the goal column into a goal name. Each name is made once.</summary>
internal sealed class GoalNames
{
    private const string OfWorkspaces = "workspaces/";
    private const string OfKpis = "kpis/";
    private const string OfKeyResults = "keyResults/";

    // The limit keeps a file of made-up names from filling the memory.
    private const int MaxKept = 250_000;

    private readonly Dictionary<string, GivenGoal> _kept = new(StringComparer.Ordinal);

    public bool TryFind(ReadOnlySpan<byte> text, out GivenGoal goal)
    {
        Span<char> characters = stackalloc char[OfWorkspaces.Length + Ids.MaxLength + 1 + OfKeyResults.Length + Ids.MaxLength];
        goal = default;
        if (Ascii.ToUtf16(text, characters, out var length) != OperationStatus.Done)
        {
            return false;
        }

        var name = characters[..length];
        if (_kept.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out goal))
        {
            return true;
        }

        if (!TryParse(name, out goal))
        {
            return false;
        }

        if (_kept.Count < MaxKept)
        {
            _kept.Add(name.ToString(), goal);
        }

        return true;
    }

    private static bool TryParse(ReadOnlySpan<char> name, out GivenGoal goal)
    {
        goal = default;
        string? workspace = null;
        if (name.StartsWith(OfWorkspaces))
        {
            name = name[OfWorkspaces.Length..];
            var length = name.IndexOf('/');
            if (length < 0 || !Ids.IsId(name[..length]))
            {
                return false;
            }

            workspace = name[..length].ToString();
            name = name[(length + 1)..];
        }

        var isKeyResult = name.StartsWith(OfKeyResults);
        var isKpi = name.StartsWith(OfKpis);
        name = isKeyResult ? name[OfKeyResults.Length..] : isKpi ? name[OfKpis.Length..] : name;
        var isBare = !isKeyResult && !isKpi;
        if (!Ids.IsId(name) || (isBare && workspace is not null))
        {
            return false;
        }

        goal = new GivenGoal(new GoalName(isKeyResult ? GoalKind.KeyResult : GoalKind.Kpi, name.ToString()), workspace, isBare);
        return true;
    }
}
