namespace Orleans
{
    using Orleans.Runtime;

    /// <summary>A grain interface.</summary>
    public interface IGrain : IAddressable;

    /// <summary>A grain interface whose grains are keyed by a string.</summary>
    public interface IGrainWithStringKey : IGrain;

    /// <summary>An object that grains call back, by a reference from <see cref="IGrainFactory.CreateObjectReference{T}"/>.</summary>
    public interface IGrainObserver : IAddressable;
}

namespace Orleans.Runtime
{
    /// <summary>Whatever has a grain id: grains, their references, observer references.</summary>
    public interface IAddressable;
}
