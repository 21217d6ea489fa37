using Orleans;

namespace Compat.Orleans.Tests;

public interface IEchoGrain : IGrainWithStringKey
{
    Task<int> Twice(int value);

    ValueTask<string> Key();

    ValueTask Nothing();

    Task Fail(string message);
}

internal sealed class EchoGrain : Grain, IEchoGrain
{
    public Task<int> Twice(int value) => Task.FromResult(2 * value);

    public ValueTask<string> Key() => new(this.GetPrimaryKeyString());

    public ValueTask Nothing() => default;

    public async Task Fail(string message)
    {
        await Task.Yield();
        throw new InvalidOperationException(message);
    }
}
