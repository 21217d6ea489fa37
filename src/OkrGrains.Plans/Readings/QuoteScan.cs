namespace OkrGrains.Plans.Readings;

/// <summary>Follows the quotes of a record from line to line, to find out whether a quoted field goes on in the next line.</summary>
/// <param name="separator">The separator of fields; 0 in a header, where any of the three that are known may stand.</param>
internal struct QuoteScan(byte separator)
{
    private bool _isFieldStart = true;
    private bool _isAfterQuoted;

    /// <summary>True while the end of what was taken lies within quotes.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Takes the next bytes of the record.</summary>
    public void Take(ReadOnlySpan<byte> bytes)
    {
        foreach (var one in bytes)
        {
            if (IsOpen)
            {
                IsOpen = one != (byte)'"';
                _isAfterQuoted = !IsOpen;
                continue;
            }

            // A quote after the end of a quoted text is a quote within this text.
            IsOpen = one == (byte)'"' && (_isFieldStart || _isAfterQuoted);
            _isAfterQuoted = false;
            _isFieldStart = separator == 0 ? one is (byte)',' or (byte)';' or (byte)'\t' : one == separator;
        }
    }
}
