using System.Buffers;
using System.Text;

namespace Grpc.Core;

public sealed partial class Metadata
{
    private static readonly SearchValues<char> KeyCharacters = SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyz-_.");

    /// <summary>A key and its text or, if the key ends in <see cref="BinaryHeaderSuffix" />, its bytes.</summary>
    public class Entry
    {
        private readonly string? text;
        private readonly byte[]? bytes;

        /// <summary>An entry with text; ArgumentException if the key is not valid or is one for bytes.</summary>
        public Entry(string key, string value)
        {
            ArgumentNullException.ThrowIfNull(value);
            Key = Normalize(key);
            if (IsBinary)
            {
                throw new ArgumentException($"The key '{Key}' ends in {BinaryHeaderSuffix}: its value must be bytes.", nameof(key));
            }

            text = value;
        }

        /// <summary>An entry with a copy of the bytes; ArgumentException unless the key is valid and one for bytes.</summary>
        public Entry(string key, byte[] valueBytes)
        {
            ArgumentNullException.ThrowIfNull(valueBytes);
            Key = Normalize(key);
            if (!IsBinary)
            {
                throw new ArgumentException($"The key '{Key}' does not end in {BinaryHeaderSuffix}: its value must be text.", nameof(key));
            }

            bytes = [.. valueBytes];
        }

        /// <summary>The key in lower case.</summary>
        public string Key { get; }

        /// <summary>Whether the value is bytes.</summary>
        public bool IsBinary => Key.EndsWith(BinaryHeaderSuffix, StringComparison.Ordinal);

        /// <summary>The text; InvalidOperationException if the value is bytes.</summary>
        public string Value => text ?? throw new InvalidOperationException($"The value of '{Key}' is bytes, not text.");

        /// <summary>A copy of the bytes, or the text in ASCII.</summary>
        public byte[] ValueBytes => bytes is null ? Encoding.ASCII.GetBytes(Value) : [.. bytes];

        /// <inheritdoc />
        public override string ToString() => $"{Key}: {text ?? Convert.ToHexString(bytes!)}";

        internal bool HasKey(string key) => Key.Equals(key, StringComparison.OrdinalIgnoreCase);

        private static string Normalize(string key)
        {
            ArgumentNullException.ThrowIfNull(key);
            // Keys go over the wire in lower case.
#pragma warning disable CA1308
            var lower = key.ToLowerInvariant();
#pragma warning restore CA1308
            if (lower.Length == 0 || lower.AsSpan().ContainsAnyExcept(KeyCharacters))
            {
                throw new ArgumentException($"'{key}' is no metadata key: letters, digits, '-', '_' and '.' only.", nameof(key));
            }

            return lower;
        }
    }
}
