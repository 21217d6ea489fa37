using System.Text;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace OkrGrains.Host.Metrics;

/// <summary>Keeps the text of the last collection, which whoever reads it asks for.</summary>
[ExportModes(ExportModes.Pull)]
internal sealed class TextExporter : BaseExporter<Metric>, IPullMetricExporter
{
    private readonly StringBuilder _building = new();
    private readonly Lock _gate = new();
    private string _text = "";

    /// <inheritdoc/>
    public Func<int, bool>? Collect { get; set; }

    /// <summary>Collects, and gives all metrics as text. One at a time; who comes meanwhile waits.</summary>
    public string Read()
    {
        lock (_gate)
        {
            return Collect?.Invoke(Timeout.Infinite) == true ? _text : throw new InvalidOperationException("The metrics could not be collected.");
        }
    }

    /// <inheritdoc/>
    public override ExportResult Export(in Batch<Metric> batch)
    {
        _building.Clear();
        foreach (var metric in batch)
        {
            TextWriting.Add(_building, metric);
        }

        _text = _building.ToString();
        return ExportResult.Success;
    }
}
