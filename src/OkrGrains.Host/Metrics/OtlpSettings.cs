namespace OkrGrains.Host.Metrics;

/// <summary>What the OpenTelemetry SDK is told.</summary>
/// <param name="Variables">Its own variables, for all signals: it leaves those for metrics alone unread.</param>
/// <param name="Endpoint">The address for metrics, used as it is; null to go by the variable, to which HTTP adds a path.</param>
/// <param name="Exports">Whether anything is to be sent.</param>
internal sealed record OtlpSettings(IReadOnlyDictionary<string, string?> Variables, Uri? Endpoint, bool Exports)
{
    private const string Disabled = "OTEL_SDK_DISABLED";
    private const string ForAll = "OTEL_EXPORTER_OTLP_";
    private const string ForMetrics = "OTEL_EXPORTER_OTLP_METRICS_";
    private const string EndpointForAll = ForAll + "ENDPOINT";
    private const string EndpointForMetrics = ForMetrics + "ENDPOINT";
    private const string Protocol = ForAll + "PROTOCOL";

    /// <exception cref="ServerRefusedException">
    /// An endpoint or protocol is none. The SDK itself would go on with its defaults and say nothing.
    /// </exception>
    public static OtlpSettings Of(MetricsOptions options)
    {
        var variables = options.Variables.Where(variable => !string.IsNullOrEmpty(variable.Value)).ToDictionary(StringComparer.Ordinal);
        if (options.Otlp is { } otlp)
        {
            variables[EndpointForAll] = otlp;
            variables.Remove(EndpointForMetrics);
        }
        else if (!IsOn(variables))
        {
            variables.Remove(EndpointForAll);
            variables.Remove(EndpointForMetrics);
        }

        // The SDK is also behind /metrics, which is asked for by name.
        variables.Remove(Disabled);
        variables.Remove(EndpointForMetrics, out var forMetrics);
        foreach (var (name, value) in variables.Where(variable => variable.Key.StartsWith(ForMetrics, StringComparison.Ordinal)).ToList())
        {
            variables[ForAll + name[ForMetrics.Length..]] = value;
        }

        var forAll = variables.GetValueOrDefault(EndpointForAll);
        if (forAll is not null)
        {
            _ = AddressOf(options.Otlp is null ? EndpointForAll : "otlp", forAll);
        }

        var endpoint = forMetrics is null ? null : AddressOf(EndpointForMetrics, forMetrics);
        var exports = endpoint is not null || forAll is not null;
        if (exports && variables.GetValueOrDefault(Protocol) is { } protocol and not ("grpc" or "http/protobuf"))
        {
            throw new ServerRefusedException($"{Protocol}: {protocol} is neither grpc nor http/protobuf.");
        }

        return new OtlpSettings(variables, endpoint, exports);
    }

    private static bool IsOn(Dictionary<string, string?> variables) =>
        !string.Equals(variables.GetValueOrDefault(Disabled), "true", StringComparison.OrdinalIgnoreCase)
        && variables.GetValueOrDefault("OTEL_METRICS_EXPORTER") is null or "otlp";

    private static Uri AddressOf(string named, string given) =>
        Uri.TryCreate(given, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw new ServerRefusedException($"{named}: {given} is no address such as http://127.0.0.1:4317.");
}
