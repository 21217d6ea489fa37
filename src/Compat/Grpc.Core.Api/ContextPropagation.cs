namespace Grpc.Core;

/// <summary>Options of <see cref="ServerCallContext.CreatePropagationToken" />, which no transport here supports.</summary>
public class ContextPropagationOptions
{
    internal ContextPropagationOptions()
    {
    }
}

/// <summary>Links calls to the call that caused them; no transport here makes one.</summary>
public abstract class ContextPropagationToken
{
    internal ContextPropagationToken()
    {
    }
}
