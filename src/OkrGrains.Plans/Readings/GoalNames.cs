using System.Buffers;
using System.Text;
using OkrGrains.Model.Goals;
using OkrGrains.Plans.Text;

namespace OkrGrains.Plans.Readings;

/// <summary>Turns the text of the first column into a goal name. Each name is made once.</summary>
internal sealed class GoalNames
{
    private const string OfKpis = "kpis/";
    private const string OfKeyResults = "keyResults/";

    // The limit keeps a file of made-up names from filling the memory.
    private const int MaxKept = 250_000;

    private readonly Dictionary<string, GoalName> _kept = new(StringComparer.Ordinal);

    public bool TryFind(ReadOnlySpan<byte> text, out GoalName goal)
    {
        Span<char> characters = stackalloc char[OfKeyResults.Length + Ids.MaxLength];
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

    private static bool TryParse(ReadOnlySpan<char> name, out GoalName goal)
    {
        var kind = GoalKind.Kpi;
        if (name.StartsWith(OfKeyResults))
        {
            kind = GoalKind.KeyResult;
            name = name[OfKeyResults.Length..];
        }
        else if (name.StartsWith(OfKpis))
        {
            name = name[OfKpis.Length..];
        }

        var isId = Ids.IsId(name);
        goal = isId ? new GoalName(kind, name.ToString()) : default;
        return isId;
    }
}
