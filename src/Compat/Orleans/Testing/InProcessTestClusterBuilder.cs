using Microsoft.Extensions.Hosting;
using Orleans.Hosting;

namespace Orleans.TestingHost;

/// <summary>Builds a cluster of several silos, each a dependency injection container of its own in this process.</summary>
public sealed class InProcessTestClusterBuilder(short initialSilosCount)
{
    public InProcessTestClusterOptions Options { get; } = new() { InitialSilosCount = initialSilosCount };

    public InProcessTestClusterBuilder ConfigureSilo(Action<InProcessTestSiloSpecificOptions, ISiloBuilder> configureSiloDelegate)
    {
        Options.SiloHostConfigurationDelegates.Add(
            (options, hostBuilder) => hostBuilder.UseOrleans(siloBuilder => configureSiloDelegate(options, siloBuilder)));
        return this;
    }

    public InProcessTestCluster Build() => new(Options);
}

/// <summary>What a test cluster is built from.</summary>
public sealed class InProcessTestClusterOptions
{
    public short InitialSilosCount { get; set; }

    public bool InitializeClientOnDeploy { get; set; } = true;

    /// <summary>There are no log files here.</summary>
    public bool ConfigureFileLogging { get; set; }

    public List<Action<InProcessTestSiloSpecificOptions, IHostApplicationBuilder>> SiloHostConfigurationDelegates { get; } = [];
}

/// <summary>What is a single silo's own.</summary>
public sealed class InProcessTestSiloSpecificOptions
{
    public string SiloName { get; set; } = null!;
}
