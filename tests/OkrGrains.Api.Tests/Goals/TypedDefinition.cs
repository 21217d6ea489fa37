using System.Text.Json.Nodes;
using OkrGrains.Contracts.V1;
using Duration = OkrGrains.Model.Time.Duration;

namespace OkrGrains.Api.Tests.Goals;

/// <summary>
/// Writes a goal's definition in the shape of a plan file from the typed fields of its message alone. The fields are complete if the result
/// says what the JSON of the message says.
/// </summary>
internal static class TypedDefinition
{
    /// <summary>Returns the definition of a goal.</summary>
    /// <param name="goal">The message of the goal.</param>
    /// <param name="zone">The zone of its workspace, in which a measure has its calendar that names none.</param>
    public static JsonObject Of(Goal goal, string zone)
    {
        var json = new JsonObject { ["id"] = Id(goal.Name) };
        AddTexts(json, goal);
        if (goal.Kind != GoalKind.KeyResult)
        {
            // A key result is in the part of its objective, which alone says so.
            Add(json, "part", goal.Part == "main" ? "" : goal.Part);
        }

        switch (goal.Kind)
        {
            case GoalKind.Kpi:
                Add(json, "unit", goal.Unit);
                Add(json, "nature", Word(goal.Nature));
                Add(json, "signal", Word(goal.Signal));
                AddMeasured(json, goal, zone);
                Add(json, "staleAfter", Length(goal.StaleAfter));
                break;
            case GoalKind.KeyResult:
                Add(json, "weight", Number(Assert.Single(goal.Parents).Weight, "1"));
                AddMeasured(json, goal, zone);
                break;
            default:
                Add(json, "cycle", Id(goal.Cycle));
                Add(json, "commitment", Word(goal.Commitment, "aspirational"));
                Add(json, "kind", Word(goal.ObjectiveKind));
                Add(json, "tier", Word(goal.Tier));
                Add(json, "priority", goal.Priority);
                AddRollUp(json, goal.RollUp);
                Add(json, "from", Word(goal.RollUp.From, "both"));
                Add(json, "parents", List(goal.Parents.Select(link => With(
                    new JsonObject { [link.Parent.Contains("/keyResults/", StringComparison.Ordinal) ? "keyResult" : "objective"] = Id(link.Parent) },
                    "weight",
                    Number(link.Weight, "1")))));
                break;
        }

        Add(json, "milestones", List(goal.Milestones.Select(one => new JsonObject { ["date"] = one.Date, ["progress"] = Number(one.Progress) })));
        return json;
    }

    private static void AddTexts(JsonObject json, Goal goal)
    {
        Add(json, "title", goal.Title == Id(goal.Name) ? "" : goal.Title);
        Add(json, "description", goal.Description);
        Add(json, "owner", goal.Owner);
        Add(json, "rationale", goal.Rationale);
        Add(json, "actions", goal.Actions);
        Add(json, "resources", goal.Resources);
        Add(json, "scope", Word(goal.Scope));
        Add(json, "tags", List(goal.Tags.Select(tag => JsonValue.Create(tag))));
        Add(json, "review", Length(goal.Review));
    }

    private static void AddMeasured(JsonObject json, Goal goal, string zone)
    {
        switch (goal.MeasuredCase)
        {
            case Goal.MeasuredOneofCase.Measure when goal.Kind == GoalKind.Kpi:
                AddMeasure(json, goal.Measure, WindowKind.All);
                Add(json, "timeZone", goal.Measure.TimeZone == zone ? "" : goal.Measure.TimeZone);
                Add(json, "empty", goal.Measure.EmptyIsZero ? "zero" : "");
                break;
            case Goal.MeasuredOneofCase.Measure:
                json["measure"] = new JsonObject();
                AddMeasure(json["measure"]!.AsObject(), goal.Measure, WindowKind.Cycle);
                break;
            case Goal.MeasuredOneofCase.Formula:
                json["formula"] = goal.Formula.Kind == FormulaKind.Growth
                    ? new JsonObject { ["growth"] = Id(goal.Formula.Operands.Single()) }
                    : new JsonObject { [Word(goal.Formula.Kind)] = List(goal.Formula.Operands.Select(kpi => JsonValue.Create(Id(kpi)))) };
                Add(json, "percent", goal.Formula.Percent ? JsonValue.Create(true) : null);
                break;
            case Goal.MeasuredOneofCase.Kpi:
                json["kpi"] = Id(goal.Kpi);
                break;
            case Goal.MeasuredOneofCase.RollUp:
                AddRollUp(json, goal.RollUp);
                break;
            default:
                throw new InvalidOperationException($"{goal.Name} is not measured.");
        }

        if (goal.Target is { } target)
        {
            AddTarget(json, target);
            Add(json, "cap", Number(target.Cap, "1"));
        }
    }

    private static void AddMeasure(JsonObject json, GoalMeasure measure, WindowKind otherwise)
    {
        Add(json, "aggregation", (measure.Aggregation, measure.Percentile) switch
        {
            (AggregationKind.Percentile, "50") => "median",
            (AggregationKind.Percentile, var percentile) => new JsonObject { ["percentile"] = Number(percentile) },
            (var aggregation, _) => Word(aggregation, "last"),
        });
        var window = measure.Window;
        Add(json, "window", window.Kind == otherwise ? null : window.Kind switch
        {
            WindowKind.Calendar => Word(window.Period),
            WindowKind.Complete => new JsonObject { ["complete"] = Word(window.Period) },
            WindowKind.Rolling => new JsonObject { ["rolling"] = Length(window.Length) },
            _ => Word(window.Kind),
        });
    }

    private static void AddRollUp(JsonObject json, GoalRollUp rollUp)
    {
        Add(json, "rollup", Word(rollUp.Rule, "weightedAverage"));
        Add(json, "noData", rollUp.ExcludesNoData ? "exclude" : "");
        if (rollUp.From == RollUpFrom.Kpis)
        {
            json["kpis"] = List(rollUp.Kpis.Select(one => With(new JsonObject { ["kpi"] = Id(one.Kpi) }, "weight", Number(one.Weight, "1"))));
        }
    }

    private static void AddTarget(JsonObject json, GoalTarget target)
    {
        switch (target.KindCase)
        {
            case GoalTarget.KindOneofCase.Line:
                AddLine(json, target.Line);
                break;
            case GoalTarget.KindOneofCase.AtLeast:
                json["atLeast"] = Number(target.AtLeast.Limit);
                Add(json, "strict", target.AtLeast.Strict ? JsonValue.Create(true) : null);
                break;
            case GoalTarget.KindOneofCase.AtMost:
                json["atMost"] = Number(target.AtMost.Limit);
                Add(json, "strict", target.AtMost.Strict ? JsonValue.Create(true) : null);
                break;
            case GoalTarget.KindOneofCase.Range:
                json["range"] = new JsonArray(Number(target.Range.Low), Number(target.Range.High));
                Add(json, "tolerance", Number(target.Range.Tolerance, "0"));
                break;
            case GoalTarget.KindOneofCase.Steps:
                json["steps"] = List(target.Steps.Steps.Select(step => new JsonArray(Number(step.Value), Number(step.Score))));
                Add(json, "direction", Word(target.Direction, "up"));
                break;
            default:
                throw new InvalidOperationException("The target is of no kind.");
        }
    }

    private static void AddLine(JsonObject json, TargetLine line)
    {
        var (key, amount) = line.EndCase switch
        {
            TargetLine.EndOneofCase.Target => ("target", line.Target),
            TargetLine.EndOneofCase.ChangeBy => ("changeBy", line.ChangeBy),
            _ => ("changeByPercent", line.ChangeByPercent),
        };
        json[key] = Number(amount);
        Add(json, "baseline", line.StartCase == TargetLine.StartOneofCase.Captured
            ? "captured"
            : Number(line.Baseline, key == "target" ? "0" : ""));
        Add(json, "prorate", Word(line.Prorate));
        Add(json, "fromZero", line.FromZero ? JsonValue.Create(true) : null);
    }

    private static void Add(JsonObject json, string key, JsonNode? value)
    {
        if (value is not null && !(value is JsonValue text && text.TryGetValue<string>(out var words) && words.Length == 0))
        {
            json[key] = value;
        }
    }

    private static JsonObject With(JsonObject json, string key, JsonNode? value)
    {
        Add(json, key, value);
        return json;
    }

    private static JsonArray? List(IEnumerable<JsonNode> items) => items.ToArray() is { Length: > 0 } some ? new JsonArray(some) : null;

    private static JsonNode? Number(string exact, string otherwise = "none") => exact == otherwise ? null : JsonNode.Parse(exact);

    private static string Word<T>(T word, string otherwise = "unspecified")
        where T : struct, Enum
    {
        var name = word.ToString();
        var camel = char.ToLowerInvariant(name[0]) + name[1..];
        return camel == otherwise || camel == "unspecified" ? "" : camel;
    }

    private static string Length(Google.Protobuf.WellKnownTypes.Duration? length) =>
        length is null ? "" : new Duration(length.Seconds * 1000).ToString();

    private static string Id(string name) => name[(name.LastIndexOf('/') + 1)..];
}
