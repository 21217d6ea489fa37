using Grpc.Core;

namespace Compat.Grpc.Tests;

public sealed class MarshallerTests
{
    [Theory]
    [InlineData("")]
    [InlineData("Grüße ☺ 😈")]
    public void Text_comes_back(string text)
    {
        var payload = new Payload();
        Marshallers.StringMarshaller.ContextualSerializer(text, payload);

        Assert.Equal(text, Marshallers.StringMarshaller.ContextualDeserializer(new Arrived(payload.Bytes!)));
    }

    [Fact]
    public void A_context_without_buffers_says_so()
    {
        var marshaller = Marshallers.Create<string>((_, context) => context.GetBufferWriter(), _ => "");

        var fault = Assert.Throws<NotSupportedException>(() => marshaller.ContextualSerializer("", new Payload()));

        Assert.Equal("Payload does not support GetBufferWriter.", fault.Message);
        Assert.Throws<NotSupportedException>(() => new Arrived([]).PayloadAsReadOnlySequence());
        Assert.Throws<NotSupportedException>(() => new Payload().SetPayloadLength(1));
        Assert.Throws<NotSupportedException>(new Payload().Complete);
    }

    [Fact]
    public void Functions_must_be_there()
    {
        Assert.Throws<ArgumentNullException>(() => Marshallers.Create<string>(null!, (byte[] _) => ""));
        Assert.Throws<ArgumentNullException>(() => Marshallers.Create<string>((_, _) => { }, null!));
    }

    [Fact]
    public void A_method_knows_its_path()
    {
        var method = new Method<string, string>(
            MethodType.Unary, "a.B", "C", Marshallers.StringMarshaller, Marshallers.StringMarshaller);

        Assert.Equal("/a.B/C", method.FullName);
        Assert.Throws<ArgumentNullException>(
            () => new Method<string, string>(MethodType.Unary, "a.B", "C", null!, Marshallers.StringMarshaller));
    }

    private sealed class Payload : SerializationContext
    {
        public byte[]? Bytes { get; private set; }

        public override void Complete(byte[] payload) => Bytes = payload;
    }

    private sealed class Arrived(byte[] payload) : DeserializationContext
    {
        public override int PayloadLength => payload.Length;

        public override byte[] PayloadAsNewBuffer() => payload;
    }
}
