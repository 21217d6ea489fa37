using System.Text;
using OkrGrains.Plans.Text;

namespace OkrGrains.Plans;

/// <summary>
/// Writes a plan in canonical JSON, as <see cref="DefinitionJson"/> makes it, as a text for people. <see cref="PlanReader"/> reads it as the
/// same plan. A control character that an older program had taken into a text is written as an escape.
/// </summary>
public static class PlanExportText
{
    /// <summary>Returns the plan as YAML.</summary>
    /// <exception cref="System.Text.Json.JsonException">The bytes are not JSON.</exception>
    public static string Yaml(ReadOnlyMemory<byte> plan) => YamlText.Of(plan);

    /// <summary>Returns the plan as JSON.</summary>
    public static string Json(ReadOnlyMemory<byte> plan) => YamlText.EscapeUnseen(Encoding.UTF8.GetString(plan.Span));
}
