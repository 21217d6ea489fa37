namespace OkrGrains.Plans.Text;

/// <summary>A fault that ends the reading of a text at once, because the rest cannot be understood or would cost too much.</summary>
internal sealed class TextFault(string reason, int line, int column, string message, Exception? inner = null) : Exception(message, inner)
{
    public string Reason { get; } = reason;

    public int Line { get; } = line;

    public int Column { get; } = column;
}
