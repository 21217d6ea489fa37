using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Json.Schema;
using OkrGrains.Plans.Text;

namespace OkrGrains.Plans.Tests.Schema;

/// <summary>The published schema, and plans in the form in which editors check them.</summary>
internal static class PlanSchema
{
    private static readonly JsonSchema _schema = JsonSchema.FromText(Text);

    public static string Text => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "schemas", "plan.schema.json"));

    public static bool Accepts(byte[] plan)
    {
        var faults = new FaultList();
        var root = ToJson(PlanText.Read(plan, faults));
        using var document = System.Text.Json.JsonDocument.Parse(root?.ToJsonString() ?? "null");
        return _schema.Evaluate(document.RootElement).IsValid;
    }

    public static bool Accepts(string plan) => Accepts(Encoding.UTF8.GetBytes(plan));

    // As the core schema of YAML 1.2 resolves plain scalars.
    private static JsonNode? ToJson(PlanNode node) => node switch
    {
        MapNode map => new JsonObject(map.Values.Select(value => KeyValuePair.Create(value.Key!, ToJson(value)))),
        ListNode list => new JsonArray([.. list.Items.Select(ToJson)]),
        ScalarNode { IsNull: true } => null,
        ScalarNode { Quoted: false, Text: "true" or "false" } flag => JsonValue.Create(flag.Text == "true"),
        ScalarNode { Quoted: false } plain
            when decimal.TryParse(plain.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
        ScalarNode scalar => JsonValue.Create(scalar.Text),
        _ => null,
    };
}
