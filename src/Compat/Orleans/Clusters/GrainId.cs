namespace Orleans.Runtime;

/// <summary>The identity of a grain: its class and its key; or that of an observer.</summary>
internal readonly record struct GrainId(Type Type, string Key)
{
    internal bool IsObserver => Type == typeof(IGrainObserver);

    /// <summary>FNV-1a: the runtime's own hashes differ from process to process, placement must not.</summary>
    internal uint StableHash()
    {
        var hash = 2166136261u;
        foreach (var c in ToString())
            hash = (hash ^ c) * 16777619u;

        return hash ^ (hash >> 15);
    }

    public override string ToString() => $"{Type.Name}/{Key}";
}
