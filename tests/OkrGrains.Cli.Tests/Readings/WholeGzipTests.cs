using System.IO.Compression;
using OkrGrains.Cli.Readings;

namespace OkrGrains.Cli.Tests.Readings;

public sealed class WholeGzipTests
{
    private static readonly byte[] _text = [.. Enumerable.Range(0, 30_000).Select(i => (byte)('0' + (i * i % 10)))];

    [Fact]
    public async Task A_whole_file_is_read()
    {
        Assert.Equal(_text, await ReadAsync(Pack(_text)));
        Assert.Empty(await ReadAsync(Pack([])));
    }

    [Fact]
    public async Task A_file_of_several_members_is_read_to_its_end()
    {
        byte[] twice = [.. _text, .. _text];
        Assert.Equal(twice, await ReadAsync([.. Pack(_text), .. Pack([]), .. Pack(_text)]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_file_that_is_cut_off_anywhere_is_refused(int members)
    {
        var first = Pack(_text[..600]);
        byte[] whole = members == 1 ? first : [.. first, .. Pack(_text[600..1200])];
        for (var length = members == 1 ? 1 : first.Length + 1; length < whole.Length; length++)
        {
            var refused = await Assert.ThrowsAsync<IOException>(() => ReadAsync(whole[..length]));
            Assert.Equal("f.gz: is cut off: the file ends before its compressed data", refused.Message);
        }
    }

    /// <param name="follows">What stands behind the compressed data, as numbers of bytes.</param>
    /// <param name="atOnce">The number of bytes that the file gives at once, so that what follows may come alone.</param>
    [Theory]
    [InlineData(new byte[] { 0 }, 1 << 20)]
    [InlineData(new byte[] { 0 }, 1)]
    [InlineData(new byte[] { 10 }, 1 << 20)]
    [InlineData(new byte[] { 0x1f, 0x8c, 8, 0 }, 1 << 20)]
    [InlineData(new byte[] { 0x50, 0x4b, 3, 4 }, 1)]
    public async Task A_file_that_goes_on_with_something_else_is_refused(byte[] follows, int atOnce)
    {
        var refused = await Assert.ThrowsAsync<IOException>(() => ReadAsync([.. Pack(_text), .. follows], atOnce));
        Assert.StartsWith("f.gz: is damaged", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_with_any_byte_changed_is_refused_or_reads_the_same()
    {
        var whole = Pack(_text[..600]);
        for (var at = 0; at < whole.Length; at++)
        {
            var damaged = (byte[])whole.Clone();
            damaged[at] ^= 0x40;
            try
            {
                Assert.Equal(_text[..600], await ReadAsync(damaged));
            }
            catch (IOException refused)
            {
                Assert.StartsWith("f.gz: is ", refused.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task Text_is_no_gzip_file()
    {
        var refused = await Assert.ThrowsAsync<IOException>(() => ReadAsync("goal,time,value\n"u8.ToArray()));
        Assert.Equal("f.gz: is no gzip file, or it is damaged", refused.Message);
    }

    private static byte[] Pack(byte[] text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(text);
        }

        return packed.ToArray();
    }

    private static async Task<byte[]> ReadAsync(byte[] packed, int atOnce = 1 << 20)
    {
        await using var gzip = new WholeGzip("f.gz", new Slow(packed, atOnce));
        using var text = new MemoryStream();
        var buffer = new byte[100];
        for (int read; (read = await gzip.ReadAsync(buffer)) > 0;)
        {
            text.Write(buffer, 0, read);
        }

        Assert.Equal(0, await gzip.ReadAsync(buffer));
        return text.ToArray();
    }

    private sealed class Slow(byte[] bytes, int atOnce) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, atOnce)], cancellationToken);
    }
}
