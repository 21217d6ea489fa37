namespace OkrGrains.Api.Tests.Limits;

/// <summary>The tests that measure time or the memory of the process. They do not run in parallel with others.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
