namespace Orleans.Configuration;

/// <summary>Calls from and to grains of a silo.</summary>
public class SiloMessagingOptions
{
    /// <summary>How long a caller waits, by the machine's clock; 30 seconds by default.</summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How many requests may wait for one activation; 10,000 by default, upstream has no limit.</summary>
    public int MaxEnqueuedRequestsHardLimit { get; set; } = 10_000;
}

/// <summary>When idle grains are deactivated, and how long the two ends of an activation may take.</summary>
public class GrainCollectionOptions
{
    public TimeSpan CollectionQuantum { get; set; } = TimeSpan.FromMinutes(1);

    public TimeSpan CollectionAge { get; set; } = TimeSpan.FromMinutes(15);

    public TimeSpan ActivationTimeout { get; set; } = TimeSpan.FromSeconds(30);

    public TimeSpan DeactivationTimeout { get; set; } = TimeSpan.FromSeconds(30);
}

/// <summary>The name of a silo.</summary>
public class SiloOptions
{
    public string SiloName { get; set; } = "Silo";
}
