using System.Collections.Immutable;
using System.Numerics;
using Orleans;
using Orleans.Runtime;

namespace Compat.Orleans.Tests;

[Immutable, GenerateSerializer, Alias("test.good")]
public sealed record Good(
    [property: Id(0)] int Number, [property: Id(1)] ImmutableArray<Nested> Parts, [property: Id(2)] (Int128, BigInteger)? Wide)
{
    public int Twice => 2 * Number;
}

[Immutable, GenerateSerializer, Alias("test.nested")]
public readonly record struct Nested([property: Id(0)] string Name, [property: Id(1)] DateTimeOffset At);

[Immutable, GenerateSerializer, Alias("test.shape")]
public abstract record Shape([property: Id(0)] string Name);

[Immutable, GenerateSerializer, Alias("test.circle")]
public sealed record Circle(string Name, [property: Id(0)] double Radius) : Shape(Name);

[Immutable, GenerateSerializer, Alias("test.box")]
public sealed class Box<T>(T value)
{
    [Id(0)]
    public T Value { get; } = value;
}

[GenerateSerializer, Alias("test.unmarked")]
public sealed record NotImmutable([property: Id(0)] int Number);

[Immutable, GenerateSerializer]
public sealed record NoAlias([property: Id(0)] int Number);

[Immutable, GenerateSerializer, Alias("test.settable")]
public sealed record Settable([property: Id(0)] int Number)
{
    [Id(1)]
    public int Other { get; set; }
}

[Immutable, GenerateSerializer, Alias("test.no-id")]
public sealed record NoId([property: Id(0)] int Number)
{
    public int Other { get; init; }
}

[Immutable, GenerateSerializer, Alias("test.same-id")]
public sealed record SameId([property: Id(1)] int Number, [property: Id(1)] int Other);

[Immutable, GenerateSerializer, Alias("test.array-inside")]
public sealed record ArrayInside([property: Id(0)] int[] Numbers);

[Immutable, GenerateSerializer, Alias("test.good")]
public sealed record SameAlias([property: Id(0)] int Number);

[Immutable, GenerateSerializer, Alias("test.open")]
public record Open([property: Id(0)] int Number);

public sealed record Unmarked(int Extra) : Open(1);

public interface IAccepts : IGrainWithStringKey
{
    Task<Good> Echo(Good good, Guid id, DayOfWeek day, IAccepts other, Box<Nested> box, Shape shape, int? maybe);

    Task<ImmutableDictionary<string, Good>> Read(InvalidOperationException reason, string? text);
}

internal sealed class AcceptsGrain : Grain, IAccepts
{
    public Task<Good> Echo(Good good, Guid id, DayOfWeek day, IAccepts other, Box<Nested> box, Shape shape, int? maybe) =>
        Task.FromResult(good);

    public Task<ImmutableDictionary<string, Good>> Read(InvalidOperationException reason, string? text) =>
        Task.FromResult(ImmutableDictionary<string, Good>.Empty);
}

#pragma warning disable CA1515 // Each interface is one refusal.
public interface ITakesNotImmutable : IGrainObserver { Task Take(NotImmutable value); }
public interface ITakesNoAlias : IGrainObserver { Task Take(NoAlias value); }
public interface ITakesSettable : IGrainObserver { Task Take(Settable value); }
public interface ITakesNoId : IGrainObserver { Task Take(NoId value); }
public interface ITakesSameId : IGrainObserver { Task Take(SameId value); }
public interface ITakesArrayInside : IGrainObserver { Task Take(ArrayInside value); }
public interface ITakesOpen : IGrainObserver { Task Take(Open value); }
public interface ITakesArray : IGrainObserver { Task Take(byte[] value); }
public interface ITakesMemory : IGrainObserver { Task Take(Memory<byte> value); }
public interface ITakesList : IGrainObserver { Task<List<int>> Take(); }
public interface ITakesInterface : IGrainObserver { Task Take(IReadOnlyList<int> value); }
public interface ITakesObject : IGrainObserver { Task Take(object value); }
public interface ITakesNested : IGrainObserver { Task Take(ImmutableArray<(int, int[])> value); }
public interface ITakesToken : IGrainObserver { Task Take(CancellationToken value); }
public interface ITakesEight : IGrainObserver { Task Take(int a, int b, int c, int d, int e, int f, int g, int h); }
public interface IReturnsNothing : IGrainObserver { void Take(); }
public interface IReturnsValueTask : IGrainObserver { ValueTask Take(); }
public interface IReturnsInt : IGrainObserver { int Take(); }
public interface IReturnsStream : IGrainObserver { IAsyncEnumerable<int> Take(); }
public interface IHasProperty : IGrainObserver { Task<int> Value { get; } }
public interface IHasGeneric : IGrainObserver { Task Take<T>(T value); }
#pragma warning restore CA1515

public class StrictnessTests
{
    [Fact]
    public async Task Marked_immutable_types_pass_as_they_are()
    {
        await using var cluster = await Clusters.StartAsync(1);
        var grain = cluster.Client.GetGrain<IAccepts>("g");
        var good = new Good(1, [new Nested("a", default)], (1, 2));
        Assert.Same(good, await grain.Echo(
            good, Guid.Empty, DayOfWeek.Friday, grain, new Box<Nested>(default), new Circle("c", 1), null));
    }

    [Theory]
    [InlineData(typeof(ITakesNotImmutable), "is not marked [Immutable]")]
    [InlineData(typeof(ITakesNoAlias), "is not marked [Alias]")]
    [InlineData(typeof(ITakesSettable), "Settable.Other can be changed")]
    [InlineData(typeof(ITakesNoId), "NoId.Other has no [Id]")]
    [InlineData(typeof(ITakesSameId), "SameId.Other has the [Id(1)] of another member")]
    [InlineData(typeof(ITakesArrayInside), "System.Int32[] is not marked [Immutable]")]
    [InlineData(typeof(ITakesOpen), "Unmarked is not marked [Immutable]")]
    [InlineData(typeof(ITakesArray), "carries System.Byte[]")]
    [InlineData(typeof(ITakesMemory), "carries System.Memory`1[System.Byte]")]
    [InlineData(typeof(ITakesList), "System.Collections.Generic.List`1[System.Int32] is not marked")]
    [InlineData(typeof(ITakesInterface), "IReadOnlyList`1[System.Int32] is not marked")]
    [InlineData(typeof(ITakesObject), "carries System.Object")]
    [InlineData(typeof(ITakesNested), "System.Int32[] is not marked")]
    [InlineData(typeof(ITakesToken), "carries System.Threading.CancellationToken")]
    [InlineData(typeof(ITakesEight), "has more than 7 parameters")]
    [InlineData(typeof(IReturnsNothing), "returns System.Void")]
    [InlineData(typeof(IReturnsValueTask), "returns System.Threading.Tasks.ValueTask")]
    [InlineData(typeof(IReturnsInt), "returns System.Int32")]
    [InlineData(typeof(IReturnsStream), "returns System.Collections.Generic.IAsyncEnumerable")]
    [InlineData(typeof(IHasProperty), "is a property")]
    [InlineData(typeof(IHasGeneric), "generic")]
    public void Anything_else_is_refused_by_type_and_method(Type interfaceType, string why)
    {
        var e = Assert.Throws<NotSupportedException>(() => Proxies.ClassOf(interfaceType));
        Assert.Contains(why, e.Message, StringComparison.Ordinal);
        Assert.Contains(interfaceType.Name, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_alias_belongs_to_one_type()
    {
        Assert.Null(WireTypes.Refusal(typeof(Good)));
        Assert.Contains("has the alias 'test.good'", WireTypes.Refusal(typeof(SameAlias)), StringComparison.Ordinal);
    }
}
