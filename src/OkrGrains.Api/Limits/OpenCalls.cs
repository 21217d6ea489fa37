using Microsoft.Extensions.Options;

namespace OkrGrains.Api.Limits;

/// <summary>The slots for the long or costly calls of this edge.</summary>
internal sealed class OpenCalls
{
    public OpenCalls(IOptions<ApiOptions> options, ApiInstruments instruments)
    {
        var limits = options.Value;
        Readings = new Slots(limits.MaxReadingStreams, "streams of readings");
        Watches = new Slots(limits.MaxWatches, "watches");
        Plans = new Slots(limits.MaxPlanUploads, "uploads of plans");
        Reflection = new Slots(limits.MaxReflectionStreams, "streams of reflection");
        Recalculations = new Slots(limits.MaxRecalculations, "evaluations from scratch");
        instruments.Observe(this);
    }

    public Slots Readings { get; }

    public InFlight InFlight { get; } = new();

    public Slots Watches { get; }

    public Slots Plans { get; }

    public Slots Reflection { get; }

    public Slots Recalculations { get; }
}
