using System.Net;

namespace Orleans.Configuration;

/// <summary>How long a caller waits.</summary>
public abstract class MessagingOptions
{
    /// <summary>By the machine's clock; 30 seconds by default.</summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(30);
}

/// <summary>Calls from and to grains of a silo.</summary>
public class SiloMessagingOptions : MessagingOptions
{
    /// <summary>How many requests may wait for one activation; 0, the default, is 10,000 here and unlimited upstream.</summary>
    public int MaxEnqueuedRequestsHardLimit { get; set; }
}

/// <summary>Calls from a client of the cluster.</summary>
public class ClientMessagingOptions : MessagingOptions;

/// <summary>When idle grains are deactivated.</summary>
public class GrainCollectionOptions
{
    public TimeSpan CollectionQuantum { get; set; } = TimeSpan.FromMinutes(1);

    public TimeSpan CollectionAge { get; set; } = TimeSpan.FromMinutes(15);

    public TimeSpan ActivationTimeout { get; set; } = TimeSpan.FromSeconds(30);

    public TimeSpan DeactivationTimeout { get; set; } = TimeSpan.FromSeconds(30);
}

/// <summary>The names of the cluster; here only shown.</summary>
public class ClusterOptions
{
    public const string DefaultClusterId = "default";

    public const string DefaultServiceId = "default";

    public string ClusterId { get; set; } = DefaultClusterId;

    public string ServiceId { get; set; } = DefaultServiceId;
}

/// <summary>The name of a silo.</summary>
public class SiloOptions
{
    public string SiloName { get; set; } = null!;
}

/// <summary>The endpoints of a silo: names only, no port is opened.</summary>
public class EndpointOptions
{
    public const int DEFAULT_SILO_PORT = 11111;

    public const int DEFAULT_GATEWAY_PORT = 30000;

    public IPAddress AdvertisedIPAddress { get; set; } = IPAddress.Loopback;

    public int SiloPort { get; set; } = DEFAULT_SILO_PORT;

    public int GatewayPort { get; set; } = DEFAULT_GATEWAY_PORT;
}
