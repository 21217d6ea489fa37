namespace OkrGrains.Host.Metrics;

/// <summary>The signals that a server sends by OTLP, each null when it is not sent.</summary>
/// <param name="Variables">The standard variables as the OpenTelemetry SDK is to read them.</param>
/// <param name="Metrics">The settings for metrics.</param>
/// <param name="Traces">The settings for traces.</param>
/// <param name="Logs">The settings for logs.</param>
internal sealed record OtlpSettings(
    IReadOnlyDictionary<string, string?> Variables, OtlpSignal? Metrics, OtlpSignal? Traces, OtlpSignal? Logs)
{
    public const string Grpc = "grpc";

    private const string Disabled = "OTEL_SDK_DISABLED";
    private const string ForAll = "OTEL_EXPORTER_OTLP_";
    private const string Endpoint = "ENDPOINT";
    private const string Protocol = "PROTOCOL";

    private static readonly string[] _signals = ["METRICS", "TRACES", "LOGS"];

    /// <summary>True if anything is to be sent.</summary>
    public bool Exports => (Metrics ?? Traces ?? Logs) is not null;

    /// <summary>Reads the settings of all signals from the options and their variables.</summary>
    /// <exception cref="ServerRefusedException">
    /// An endpoint or protocol is not valid. The SDK itself would silently fall back to its defaults.
    /// </exception>
    public static OtlpSettings Of(MetricsOptions options)
    {
        var variables = options.Variables.Where(variable => !string.IsNullOrEmpty(variable.Value)).ToDictionary(StringComparer.Ordinal);
        if (options.Otlp is { } otlp)
        {
            variables[ForAll + Endpoint] = otlp;
            Array.ForEach(_signals, signal => variables.Remove(ForSignal(signal, Endpoint)));
        }

        // The SDK also serves /metrics, which has an option of its own, so the variable must not switch that off.
        variables.Remove(Disabled, out var disabled);
        if (options.Otlp is null && string.Equals(disabled, "true", StringComparison.OrdinalIgnoreCase))
        {
            return new OtlpSettings(variables, null, null, null);
        }

        OtlpSignal?[] signals = [.. _signals.Select(signal => IsOn(variables, signal) ? Signal(variables, signal) : null)];
        if (signals.Any(signal => signal is { Endpoint: null }))
        {
            _ = AddressOf(options.Otlp is null ? ForAll + Endpoint : "otlp", variables[ForAll + Endpoint]!);
        }

        return new OtlpSettings(variables, signals[0], signals[1], signals[2]);
    }

    private static string ForSignal(string signal, string what) => $"{ForAll}{signal}_{what}";

    private static bool IsOn(Dictionary<string, string?> variables, string signal) =>
        variables.GetValueOrDefault($"OTEL_{signal}_EXPORTER") is null or "otlp"
        && (variables.ContainsKey(ForAll + Endpoint) || variables.ContainsKey(ForSignal(signal, Endpoint)));

    private static OtlpSignal Signal(Dictionary<string, string?> variables, string signal)
    {
        CheckProtocol(variables, ForAll + Protocol);
        CheckProtocol(variables, ForSignal(signal, Protocol));
        var endpoint = variables.GetValueOrDefault(ForSignal(signal, Endpoint));
        return new OtlpSignal(
            endpoint is null ? null : AddressOf(ForSignal(signal, Endpoint), endpoint),
            variables.GetValueOrDefault(ForSignal(signal, Protocol)),
            variables.GetValueOrDefault(ForSignal(signal, "HEADERS")),
            variables.GetValueOrDefault(ForSignal(signal, "TIMEOUT")));
    }

    private static void CheckProtocol(Dictionary<string, string?> variables, string name)
    {
        if (variables.GetValueOrDefault(name) is { } protocol and not (Grpc or "http/protobuf"))
        {
            throw new ServerRefusedException($"{name}: {protocol} is neither grpc nor http/protobuf.");
        }
    }

    private static Uri AddressOf(string named, string given) =>
        Uri.TryCreate(given, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw new ServerRefusedException($"{named}: {given} is no address such as http://127.0.0.1:4317.");
}
