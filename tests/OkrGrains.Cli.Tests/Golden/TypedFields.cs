using Google.Protobuf;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Cli.Tests.Golden;

/// <summary>
/// What a goal of the contract has had since it says its definition in fields of their own, besides the JSON. Nothing else may differ from
/// what earlier builds answered.
/// </summary>
internal static class TypedFields
{
    private const int LastOfGoal = 12;
    private const int LastOfFigures = 16;

    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default.WithIndentation());

    /// <summary>Returns what this build prints of a goal without the new fields, after checking that they are there; any other text as it is.</summary>
    public static string Without(string printed)
    {
        if (!printed.StartsWith('{') || !printed.Contains("\n  \"definition\": ", StringComparison.Ordinal))
        {
            return printed;
        }

        var goal = Goal.Parser.ParseJson(printed);
        Assert.NotEqual(Goal.MeasuredOneofCase.None, goal.MeasuredCase);
        Clear(goal, LastOfGoal);
        Clear(goal.Figures, LastOfFigures);
        return Formatter.Format(goal);
    }

    private static void Clear(IMessage message, int last)
    {
        foreach (var field in message.Descriptor.Fields.InFieldNumberOrder().Where(field => field.FieldNumber > last))
        {
            field.Accessor.Clear(message);
        }
    }
}
