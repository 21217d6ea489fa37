using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace OkrGrains.Fuzz.Tests.Wire;

/// <summary>Draws the bytes of a message from its descriptor, with fields that may be missing, doubled or of the wrong wire type.</summary>
internal sealed class MessageDraw(Random random, Words words, double hostility)
{
    private const int MostDepth = 6;

    public byte[] Message(MessageDescriptor type, int depth = 0) => Written(output =>
    {
        foreach (var field in type.Fields.InDeclarationOrder())
        {
            if (random.Next(5) > 0 && (field.ContainingOneof is null || random.Next(2) == 0))
            {
                Field(output, field, depth);
            }
        }

        if (Hostile)
        {
            Unknown(output);
        }
    });

    /// <summary>Draws a message of a stream that has one field only, as the parts of a stream do.</summary>
    public byte[] Part(FieldDescriptor field) => Written(output => Field(output, field, depth: 0));

    private bool Hostile => random.NextDouble() < hostility / 4;

    private static byte[] Written(Action<CodedOutputStream> write)
    {
        using var bytes = new MemoryStream();
        using (var output = new CodedOutputStream(bytes, leaveOpen: true))
        {
            write(output);
        }

        return bytes.ToArray();
    }

    private void Field(CodedOutputStream output, FieldDescriptor field, int depth)
    {
        var count = field.IsRepeated ? words.Count() : 1 + (Hostile ? random.Next(3) : 0);
        if (field.IsRepeated && field.IsPacked && random.Next(8) > 0)
        {
            output.WriteTag(field.FieldNumber, WireFormat.WireType.LengthDelimited);
            output.WriteBytes(ByteString.CopyFrom(Written(column => Times(count, () => Value(column, field, depth)))));
            return;
        }

        Times(count, () =>
        {
            var type = Hostile ? (WireFormat.WireType)random.Next(8) : WireTypeOf(field.FieldType);
            output.WriteTag((uint)((field.FieldNumber << 3) | (int)type));
            Value(output, field, depth);
        });
    }

    private void Value(CodedOutputStream output, FieldDescriptor field, int depth)
    {
        switch (field.FieldType)
        {
            case FieldType.String:
                output.WriteString(words.Text(field.Name));
                break;
            case FieldType.Bytes:
                output.WriteBytes(ByteString.CopyFrom(words.Bytes(field.Name)));
                break;
            case FieldType.Message:
                output.WriteBytes(ByteString.CopyFrom(depth < MostDepth ? Message(field.MessageType, depth + 1) : []));
                break;
            case FieldType.Double:
                output.WriteDouble(words.Number());
                break;
            case FieldType.Fixed32 or FieldType.SFixed32 or FieldType.Float:
                output.WriteFixed32((uint)words.Whole(field.Name));
                break;
            case FieldType.Fixed64 or FieldType.SFixed64:
                output.WriteFixed64((ulong)words.Whole(field.Name));
                break;
            case FieldType.Bool:
                output.WriteUInt64((ulong)random.Next(2));
                break;
            default:
                output.WriteInt64(words.Whole(field.Name));
                break;
        }
    }

    private void Unknown(CodedOutputStream output)
    {
        switch (random.Next(4))
        {
            case 0:
                Times(random.Next(1, 300), () => output.WriteTag(1_000, WireFormat.WireType.StartGroup));
                break;
            case 1:
                output.WriteTag(random.Next(1, 1 << 29), WireFormat.WireType.LengthDelimited);
                output.WriteUInt64((ulong)random.NextInt64());
                break;
            case 2:
                output.WriteTag(19_000, WireFormat.WireType.Varint);
                output.WriteUInt64(ulong.MaxValue);
                break;
            default:
                var bytes = new byte[random.Next(1, 60)];
                random.NextBytes(bytes);
                output.WriteRawTag(bytes[0]);
                output.WriteBytes(ByteString.CopyFrom(bytes));
                break;
        }
    }

    private static WireFormat.WireType WireTypeOf(FieldType type) => type switch
    {
        FieldType.String or FieldType.Bytes or FieldType.Message => WireFormat.WireType.LengthDelimited,
        FieldType.Double or FieldType.Fixed64 or FieldType.SFixed64 => WireFormat.WireType.Fixed64,
        FieldType.Fixed32 or FieldType.SFixed32 or FieldType.Float => WireFormat.WireType.Fixed32,
        _ => WireFormat.WireType.Varint,
    };

    private static void Times(int count, Action action)
    {
        for (var i = 0; i < count; i++)
        {
            action();
        }
    }
}
