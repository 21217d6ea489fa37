using System.Globalization;
using OpenTelemetry.Exporter;

namespace OkrGrains.Host.Metrics;

/// <summary>
/// The settings for sending one signal (metrics, traces or logs). The SDK reads the variables for all signals itself, so this holds only
/// those of the one signal, each null where it is not set.
/// </summary>
/// <param name="Endpoint">The address, used as it is. To the address for all signals the SDK adds a path when it sends by HTTP.</param>
/// <param name="Protocol"><c>grpc</c> or <c>http/protobuf</c>.</param>
/// <param name="Headers">The headers of each request, as <c>name=value</c>, separated by commas.</param>
/// <param name="Timeout">The time that a request may take, in milliseconds.</param>
internal sealed record OtlpSignal(Uri? Endpoint, string? Protocol, string? Headers, string? Timeout)
{
    /// <summary>Applies the settings to the exporter of the signal.</summary>
    public void Apply(OtlpExporterOptions exporter)
    {
        if (Endpoint is not null)
        {
            exporter.Endpoint = Endpoint;
        }

        if (Protocol is not null)
        {
            exporter.Protocol = Protocol == OtlpSettings.Grpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        }

        exporter.Headers = Headers ?? exporter.Headers;
        if (int.TryParse(Timeout, CultureInfo.InvariantCulture, out var milliseconds))
        {
            exporter.TimeoutMilliseconds = milliseconds;
        }
    }
}
