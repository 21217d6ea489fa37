namespace OkrGrains.Api.Tests.Limits;

/// <summary>What is timed, or weighed by the memory of the process, has it to itself.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
