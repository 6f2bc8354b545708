namespace ImageResize.Jpeg.Encoding;

/// <summary>A scan as a sequence of tokens, made row by row; it can be made again from the start.</summary>
internal abstract unsafe class TokenSource
{
    /// <summary>Rows of blocks or of MCUs.</summary>
    public abstract int RowCount { get; }

    /// <summary>Tokens that a row can have, with those that are left to the last one.</summary>
    public abstract int MaxRowTokens { get; }

    /// <summary>Begins with row 0.</summary>
    public abstract void Reset();

    /// <summary>Writes the tokens of the next row, and returns where they end.</summary>
    public abstract uint* WriteRow(int row, uint* tokens);
}
