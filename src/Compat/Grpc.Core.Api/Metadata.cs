using System.Collections;

namespace Grpc.Core;

/// <summary>Headers or trailers of a call, in order; a key may occur more than once.</summary>
public sealed partial class Metadata : IList<Metadata.Entry>
{
    /// <summary>Ending of the keys whose values are bytes.</summary>
    public const string BinaryHeaderSuffix = "-bin";

    /// <summary>No entries, read-only.</summary>
    public static readonly Metadata Empty = new(readOnly: true);

    private readonly List<Entry> entries = [];

    /// <summary>No entries yet.</summary>
    public Metadata() : this(readOnly: false)
    {
    }

    private Metadata(bool readOnly) => IsReadOnly = readOnly;

    /// <summary>The number of entries.</summary>
    public int Count => entries.Count;

    /// <summary>Whether changing the entries throws InvalidOperationException.</summary>
    public bool IsReadOnly { get; }

    /// <summary>The entry at a place.</summary>
    public Entry this[int index]
    {
        get => entries[index];
        set => Writable(value)[index] = value;
    }

    /// <summary>The last entry with the key, or null.</summary>
    public Entry? Get(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return entries.FindLast(entry => entry.HasKey(key));
    }

    /// <summary>The text of the last entry with the key, or null; InvalidOperationException if its value is bytes.</summary>
    public string? GetValue(string key) => Get(key)?.Value;

    /// <summary>The bytes of the last entry with the key, or null.</summary>
    public byte[]? GetValueBytes(string key) => Get(key)?.ValueBytes;

    /// <summary>All entries with the key, in order.</summary>
    public IEnumerable<Entry> GetAll(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return entries.Where(entry => entry.HasKey(key));
    }

    /// <summary>Adds an entry.</summary>
    public void Add(Entry item) => Writable(item).Add(item);

    /// <summary>Adds an entry with text.</summary>
    public void Add(string key, string value) => Add(new Entry(key, value));

    /// <summary>Adds an entry with bytes; its key ends in <see cref="BinaryHeaderSuffix" />.</summary>
    public void Add(string key, byte[] valueBytes) => Add(new Entry(key, valueBytes));

    /// <summary>Puts an entry in at a place.</summary>
    public void Insert(int index, Entry item) => Writable(item).Insert(index, item);

    /// <summary>Removes an entry; false when it is not there.</summary>
    public bool Remove(Entry item) => Writable(item).Remove(item);

    /// <summary>Removes the entry at a place.</summary>
    public void RemoveAt(int index) => Writable().RemoveAt(index);

    /// <summary>Removes all entries.</summary>
    public void Clear() => Writable().Clear();

    /// <summary>The place of an entry, or -1.</summary>
    public int IndexOf(Entry item) => entries.IndexOf(item);

    /// <summary>Whether the entry is there.</summary>
    public bool Contains(Entry item) => entries.Contains(item);

    /// <summary>Copies all entries.</summary>
    public void CopyTo(Entry[] array, int arrayIndex) => entries.CopyTo(array, arrayIndex);

    /// <summary>Walks the entries in order.</summary>
    public IEnumerator<Entry> GetEnumerator() => entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private List<Entry> Writable(Entry item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return Writable();
    }

    private List<Entry> Writable() =>
        IsReadOnly ? throw new InvalidOperationException("This metadata is read-only.") : entries;
}
