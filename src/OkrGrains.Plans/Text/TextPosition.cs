namespace OkrGrains.Plans.Text;

/// <summary>Counts lines and columns of UTF-8 text from 1, forwards only. A column is a character.</summary>
internal struct TextPosition()
{
    private int _offset;

    public int Line { get; private set; } = 1;

    public int Column { get; private set; } = 1;

    public void MoveTo(ReadOnlySpan<byte> utf8, int offset)
    {
        for (; _offset < offset; _offset++)
        {
            var b = utf8[_offset];
            if (b == (byte)'\n')
            {
                Line++;
                Column = 1;
            }
            else if ((b & 0xC0) != 0x80)
            {
                Column++;
            }
        }
    }
}
