using OkrGrains.Grains.Readings;
using OkrGrains.Simulation.Tests.Checks;
using OkrGrains.Simulation.Tests.Silos;
using OkrGrains.Simulation.Tests.Time;

namespace OkrGrains.Simulation.Tests.Calls;

/// <summary>
/// Brings calls to grains and their answers back: late, twice, in another order or never, depending on the weather. A caller that hears
/// nothing learns of it by a timeout, as on Orleans.
/// </summary>
internal sealed class Network(World world, Placement placement, Listener listener)
{
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(30);

    private readonly Dictionary<GrainKey, (IGrainObserver Observer, SimulatedSilo Silo)> _observers = [];
    private int _calls;

    public Weather Weather { get; set; } = Weather.Calm;

    /// <summary>Is called with every call that is sent.</summary>
    public Action<GrainCall> Sending { get; init; } = static _ => { };

    /// <summary>The grain whose calls are never answered; null for none.</summary>
    public GrainKey? Mute { get; set; }

    public GrainKey AddObserver(Type kind, IGrainObserver observer, SimulatedSilo silo)
    {
        var key = new GrainKey(kind, $"{silo.Name}/{_observers.Count}");
        _observers.Add(key, (observer, silo));
        return key;
    }

    public Task Send(GrainKey target, CallShape shape, object?[] arguments)
    {
        world.CheckThread();
        var call = new GrainCall(target, shape, arguments, TurnQueue.Running, shape.NewAnswer(), _calls++);
        listener.Sent(call);
        Sending(call);
        world.Note(call.What, call.Number);
        TimeSpan? delay = world.PerMille(Weather.LostCalls) ? null : Delay();
        var isDoubled = world.PerMille(Weather.Doubled);
        var delivered = isDoubled ? call with { Arguments = [.. arguments.Select(Copy)] } : call;
        if (delay is { } wait)
        {
            world.After(wait, () => Deliver(delivered));
        }

        if (isDoubled)
        {
            world.After(Delay(), () => Deliver(delivered));
        }

        world.After(ResponseTimeout, () => call.Answer.Fail(new TimeoutException($"No answer to {call.What}.")));
        return call.Answer.Task;
    }

    /// <summary>Sends the answer of a call that has ended at its grain.</summary>
    public void Ended(GrainCall call, Task ended)
    {
        if (!world.PerMille(Weather.LostAnswers) && call.Target != Mute)
        {
            world.After(Delay(), () => call.Answer.Give(ended));
        }
    }

    /// <summary>Tells the caller, sooner or later, that the silo of its call has died.</summary>
    public void Lost(GrainCall call) => world.After(
        world.Between(1, 15_000), () => call.Answer.Fail(new SiloUnavailableException($"The silo of {call.What} has died.")));

    /// <summary>Hands a call to an activation. It is called again for a call whose activation has ended.</summary>
    public void Deliver(GrainCall call)
    {
        if (_observers.TryGetValue(call.Target, out var observed))
        {
            observed.Silo.Turns.Start(() => ObserveAsync(call, observed.Observer));
            return;
        }

        if (placement.Find(call.Target, secondPerMille: Weather.SecondActivations) is not { } activation)
        {
            world.After(world.Between(1, 1000), () => call.Answer.Fail(new OrleansException("There is no silo.")));
            return;
        }

        world.Note("deliver", call.Number);
        activation.Receive(call);
        if (world.PerMille(Weather.Collected))
        {
            activation.Deactivate();
        }
    }

    private async Task ObserveAsync(GrainCall call, IGrainObserver observer)
    {
        var running = (Task)call.Shape.Method.Invoke(observer, call.Arguments)!;
        await ((Task)running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        Ended(call, running);
    }

    /// <summary>Copies what a call carries that arrives twice: it has come over a wire, so that each arrival has its own.</summary>
    private static object? Copy(object? argument) =>
        argument is SentReadings sent ? sent with { Readings = sent.Readings.ToArray() } : argument;

    private TimeSpan Delay() =>
        world.PerMille(Weather.Late) ? world.Between(200, 40_000)
        : world.PerMille(Weather.Slow) ? world.Between(2, 200)
        : world.Between(0.05, 2);
}
