using System.Globalization;
using OpenTelemetry.Exporter;

namespace OkrGrains.Host.Metrics;

/// <summary>
/// How one signal (metrics, traces or logs) is sent. The SDK reads the variables for all signals by itself; this holds those for the one,
/// null where there is none.
/// </summary>
/// <param name="Endpoint">The address, used as it is. To the one for all signals HTTP adds a path.</param>
/// <param name="Protocol"><c>grpc</c> or <c>http/protobuf</c>.</param>
/// <param name="Headers">The headers of each request, as <c>name=value</c> with commas between.</param>
/// <param name="Timeout">The time that a request may take, in milliseconds.</param>
internal sealed record OtlpSignal(Uri? Endpoint, string? Protocol, string? Headers, string? Timeout)
{
    /// <summary>Sets on an exporter what is given for its signal.</summary>
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
