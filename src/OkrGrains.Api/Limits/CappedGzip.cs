using System.IO.Compression;
using Grpc.Net.Compression;

namespace OkrGrains.Api.Limits;

/// <summary>
/// Decompresses gzip with a limit on the output. The gRPC server itself checks only the length of the compressed message, and decompresses
/// it without bound.
/// </summary>
internal sealed class CappedGzip(int maxBytes) : ICompressionProvider
{
    public string EncodingName => "gzip";

    public Stream CreateCompressionStream(Stream stream, CompressionLevel? compressionLevel) =>
        new GZipStream(stream, compressionLevel ?? CompressionLevel.Fastest, leaveOpen: true);

    public Stream CreateDecompressionStream(Stream stream) =>
        new CappedStream(new GZipStream(stream, CompressionMode.Decompress), maxBytes);
}
