namespace Orleans.Runtime;

/// <summary>The silo of this container.</summary>
public interface ILocalSiloDetails
{
    string Name { get; }

    string ClusterId { get; }

    string DnsHostName { get; }

    SiloAddress SiloAddress { get; }

    SiloAddress GatewayAddress { get; }
}
