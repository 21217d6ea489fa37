using Orleans;
using Orleans.Runtime;

namespace Compat.Orleans.Tests;

public interface IPlainGrain : IGrainWithStringKey
{
    Task<int> Twice(int value);

    Task<string> Key();

    Task Nothing();

    Task Fail(string message);

    Task<string> Where();

    Task<int> Count();

    Task Leave();

    Task LeaveSlowly(string signal);

    Task<bool> Hold(string signal);
}

internal sealed class PlainGrain(Probe probe, ILocalSiloDetails silo) : Grain, IPlainGrain
{
    private int _count;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        probe.Note($"activate {this.GetPrimaryKeyString()} on {silo.Name}");
        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await Task.Yield();
        probe.Note($"deactivate {this.GetPrimaryKeyString()}: {reason.ReasonCode}");
    }

    public Task<int> Twice(int value) => Task.FromResult(2 * value);

    public Task<string> Key() => Task.FromResult(this.GetPrimaryKeyString());

    public Task Nothing() => Task.CompletedTask;

    public async Task Fail(string message)
    {
        await Task.Yield();
        throw new InvalidOperationException(message);
    }

    public Task<string> Where() => Task.FromResult(silo.Name);

    public Task<int> Count() => Task.FromResult(++_count);

    public Task Leave()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public async Task LeaveSlowly(string signal)
    {
        DeactivateOnIdle();
        probe.Note("leaving");
        await probe.When(signal);
    }

    public async Task<bool> Hold(string signal)
    {
        probe.Note($"hold {signal}");
        await probe.When(signal);
        return true;
    }
}
