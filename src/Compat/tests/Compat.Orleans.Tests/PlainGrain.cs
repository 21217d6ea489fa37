using Orleans;
using Orleans.Runtime;

namespace Compat.Orleans.Tests;

public interface IPlainGrain : IGrainWithStringKey
{
    Task<int> Twice(int value);

    ValueTask<string> Key();

    ValueTask Nothing();

    Task Fail(string message);

    Task<string> Where();

    Task<int> Count();

    Task Leave();

    Task LeaveSlowly(string signal);

    Task<bool> Hold(string signal, CancellationToken cancellation);
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

    public ValueTask<string> Key() => new(this.GetPrimaryKeyString());

    public ValueTask Nothing() => default;

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

    public async Task<bool> Hold(string signal, CancellationToken cancellation)
    {
        probe.Note($"hold {signal}");
        try
        {
            await probe.When(signal).WaitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            probe.Note($"cancelled {signal} {TaskScheduler.Current != TaskScheduler.Default}");
            throw;
        }

        return true;
    }
}
