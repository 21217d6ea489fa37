namespace OkrGrains.Stress.Hostile;

/// <summary>An attack by hostile peers.</summary>
internal interface IAttack
{
    string Name { get; }

    /// <summary>The greatest amount of memory that the attack may cost the server, in bytes.</summary>
    long MostBytes { get; }

    Task<Outcome> RunAsync(Uri server);
}
