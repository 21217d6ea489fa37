using Grpc.Core;

namespace Compat.Grpc.Tests;

public sealed class MetadataTests
{
    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("ä")]
    [InlineData(":path")]
    [InlineData("a\n")]
    public void A_key_with_other_characters_is_refused(string key) => Assert.Throws<ArgumentException>(() => new Metadata.Entry(key, "v"));

    [Fact]
    public void A_key_is_kept_in_lower_case_and_found_in_any()
    {
        var metadata = new Metadata { { "X-Some_Key.1", "v" } };

        Assert.Equal("x-some_key.1", metadata[0].Key);
        Assert.Equal("v", metadata.GetValue("x-SOME_key.1"));
    }

    [Fact]
    public void The_ending_of_the_key_says_whether_the_value_is_bytes()
    {
        Assert.Throws<ArgumentException>(() => new Metadata.Entry("a-bin", "text"));
        Assert.Throws<ArgumentException>(() => new Metadata.Entry("a", new byte[1]));
        Assert.True(new Metadata.Entry("a-BIN", new byte[1]).IsBinary);
        Assert.False(new Metadata.Entry("a", "text").IsBinary);
    }

    [Fact]
    public void Bytes_are_not_text() => Assert.Throws<InvalidOperationException>(() => new Metadata { { "a-bin", [1] } }.GetValue("a-bin"));

    [Fact]
    public void Text_has_bytes() => Assert.Equal("abc"u8.ToArray(), new Metadata.Entry("a", "abc").ValueBytes);

    [Fact]
    public void Bytes_are_copied_in_and_out()
    {
        byte[] bytes = [1, 2];
        var entry = new Metadata.Entry("a-bin", bytes);
        bytes[0] = 9;
        entry.ValueBytes[1] = 9;

        Assert.Equal([1, 2], entry.ValueBytes);
    }

    [Fact]
    public void The_last_of_several_values_counts()
    {
        var metadata = new Metadata { { "a", "1" }, { "b", "2" }, { "a", "3" } };

        Assert.Equal("3", metadata.GetValue("a"));
        Assert.Equal(["1", "3"], metadata.GetAll("a").Select(entry => entry.Value));
        Assert.Null(metadata.Get("c"));
        Assert.Null(metadata.GetValue("c"));
        Assert.Null(metadata.GetValueBytes("c-bin"));
        Assert.Empty(metadata.GetAll("c"));
    }

    [Fact]
    public void Empty_cannot_be_changed()
    {
        Assert.True(Metadata.Empty.IsReadOnly);
        Assert.Throws<InvalidOperationException>(() => Metadata.Empty.Add("a", "b"));
        Assert.Throws<InvalidOperationException>(Metadata.Empty.Clear);
        Assert.Empty(Metadata.Empty);
    }

    [Fact]
    public void It_is_a_list()
    {
        Metadata.Entry first = new("a", "1"), second = new("b", "2"), third = new("c", "3");
        var metadata = new Metadata { first, third };
        metadata.Insert(1, second);
        var copy = new Metadata.Entry[3];
        metadata.CopyTo(copy, 0);

        Assert.Equal([first, second, third], copy);
        Assert.Equal(1, metadata.IndexOf(second));
        Assert.True(metadata.Remove(first));
        Assert.False(metadata.Remove(first));
        Assert.DoesNotContain(first, metadata);
        metadata[0] = third;
        metadata.RemoveAt(1);
        Assert.Equal([third], metadata);
        Assert.Throws<ArgumentNullException>(() => metadata.Add(null!));
    }
}
