using System.IO.Compression;
using Grpc.Net.Compression;

namespace OkrGrains.Api.Limits;

/// <summary>
/// gzip with a limit on what comes out. The gRPC server checks the length of a message as it was sent only, and inflates without bound.
/// </summary>
internal sealed class CappedGzip(int maxBytes) : ICompressionProvider
{
    public string EncodingName => "gzip";

    public Stream CreateCompressionStream(Stream stream, CompressionLevel? compressionLevel) =>
        new GZipStream(stream, compressionLevel ?? CompressionLevel.Fastest, leaveOpen: true);

    public Stream CreateDecompressionStream(Stream stream) =>
        new CappedStream(new GZipStream(stream, CompressionMode.Decompress), maxBytes);
}
