using System.Buffers;
using System.Text.Json;
using OkrGrains.Model.Definitions;
using OkrGrains.Plans.Canonical;
using OkrGrains.Plans.Goals;
using OkrGrains.Plans.Text;

namespace OkrGrains.Plans;

/// <summary>
/// Writes and reads one definition as canonical JSON, in the shape that it has in a plan (goal-model §9). Equal definitions give equal
/// bytes, because keys have one order, numbers are exact decimals and defaults are left out. Reading does not check a goal against others.
/// </summary>
public static class DefinitionJson
{
    /// <summary>Writes a KPI.</summary>
    public static byte[] Write(KpiDefinition kpi) => Bytes(json =>
    {
        KpiWriter.Write(json, kpi);
        json.WritePart(kpi.Part);
    });

    /// <summary>Writes a key result.</summary>
    public static byte[] Write(KeyResultDefinition keyResult) => Bytes(json => KeyResultWriter.Write(json, keyResult));

    /// <summary>Writes an objective without its key results, which are goals of their own.</summary>
    public static byte[] Write(ObjectiveDefinition objective) => Bytes(json =>
    {
        ObjectiveWriter.Write(json, objective);
        json.WritePart(objective.Part);
    });

    /// <summary>Writes the settings that goals of a workspace share.</summary>
    public static byte[] Write(WorkspaceSettings settings) => Bytes(json => SettingsWriter.Write(json, settings));

    /// <summary>
    /// Writes a whole plan in the form that <see cref="PlanReader"/> reads, as one file: of several parts only the goals are kept, not which
    /// part holds which.
    /// </summary>
    public static byte[] Write(Plan plan) => Bytes(json => PlanWriter.Write(json, plan));

    /// <summary>Writes one part of a plan as the file that holds it.</summary>
    public static byte[] Write(Plan plan, string part) => Bytes(json => PlanWriter.WritePart(json, plan, part));

    /// <summary>Reads a KPI that <see cref="Write(KpiDefinition)"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a KPI.</exception>
    public static KpiDefinition ReadKpi(ReadOnlySpan<byte> utf8) => Read(utf8, kpi =>
    {
        var part = PartKey.Take(kpi);
        return KpiReader.Read(kpi, []) with { Part = part };
    });

    /// <summary>Reads a key result that <see cref="Write(KeyResultDefinition)"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a key result.</exception>
    public static KeyResultDefinition ReadKeyResult(ReadOnlySpan<byte> utf8) =>
        Read(utf8, keyResult => KeyResultReader.Read(keyResult, GoalCycle.Unknown, kpis: null));

    /// <summary>Reads an objective, without key results, that <see cref="Write(ObjectiveDefinition)"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are not an objective.</exception>
    public static ObjectiveDefinition ReadObjective(ReadOnlySpan<byte> utf8) =>
        Read(utf8, objective =>
        {
            var part = PartKey.Take(objective);
            return ObjectiveReader.Read(objective, GoalCycle.Unknown, keyResults: [], links: []) with { Part = part };
        });

    /// <summary>Reads settings that <see cref="Write(WorkspaceSettings)"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are not settings.</exception>
    public static WorkspaceSettings ReadSettings(ReadOnlySpan<byte> utf8) => Read(utf8, settings =>
    {
        var read = SettingsReader.ReadStored(settings);
        settings.RefuseUnknown();
        return read;
    });

    private static byte[] Bytes(Action<Utf8JsonWriter> write)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, CanonicalJson.Options))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return bytes.WrittenSpan.ToArray();
    }

    private static T Read<T>(ReadOnlySpan<byte> utf8, Func<Fields, T> read)
        where T : class
    {
        var faults = new FaultList();
        try
        {
            var definition = Fields.Of(JsonTree.Read(utf8, faults), faults) is { } fields ? read(fields) : null;
            if (definition is not null && faults.Count == 0)
            {
                return definition;
            }
        }
        catch (TextFault fault)
        {
            faults.Add(fault);
        }

        throw new InvalidDataException($"No {typeof(T).Name}: {faults.ToImmutable()[0]}");
    }
}
