using System.IO.Compression;

namespace Grpc.Net.Compression;

/// <summary>A message encoding that client and server can agree on.</summary>
public interface ICompressionProvider
{
    /// <summary>The name in <c>grpc-encoding</c>.</summary>
    string EncodingName { get; }

    /// <summary>A stream that compresses into another one and leaves that open; a null level means the provider's own.</summary>
    Stream CreateCompressionStream(Stream stream, CompressionLevel? compressionLevel);

    /// <summary>A stream that decompresses another one, without a limit of its own.</summary>
    Stream CreateDecompressionStream(Stream stream);
}
