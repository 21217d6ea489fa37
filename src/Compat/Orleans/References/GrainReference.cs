namespace Orleans.Runtime;

/// <summary>A name for a grain or an observer; the compiled proxies derive from it.</summary>
internal abstract class GrainReference : IAddressable
{
    private CallTarget? _target;

    internal Node Node { get; set; } = null!;

    internal GrainId Id { get; set; }

    public override bool Equals(object? obj) => obj is GrainReference other && Id == other.Id;

    public override int GetHashCode() => Id.GetHashCode();

    public sealed override string ToString() => $"GrainReference:{Id}";

    /// <summary>Called by the proxies.</summary>
    public Task<TResult> Send<TArguments, TResult>(GrainMethod<TArguments, TResult> method, TArguments arguments)
    {
        var call = Call<TArguments, TResult>.Of(this, method, arguments);
        var answer = call.Task;

        // A reference may have travelled: the caller is the silo whose grain runs, not the one that made the reference.
        var caller = Activation.Current?.Node ?? Node;
        call.Deadline = TimeProvider.System.GetTimestamp() + caller.ResponseTicks;
        if (!caller.IsAlive)
            call.Fail(new SiloUnavailableException($"{caller.Name} is not running: it cannot call {Id}."));
        else if (_target is null || !_target.TryReceive(call))
            caller.Cluster.Route(call);

        return answer;
    }

    /// <summary>Remembers the target until it has ended.</summary>
    internal bool TrySend(Call call, CallTarget target) => (_target = target).TryReceive(call);
}
