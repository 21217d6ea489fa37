namespace OkrGrains.Stress.Hostile;

/// <summary>Peers that mean harm.</summary>
internal interface IAttack
{
    string Name { get; }

    /// <summary>What they may cost the server in memory.</summary>
    long MostBytes { get; }

    Task<Outcome> RunAsync(Uri server);
}
