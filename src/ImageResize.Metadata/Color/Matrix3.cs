namespace ImageResize.Metadata.Color;

/// <summary>A matrix of three rows and columns, row by row. Immutable by agreement.</summary>
internal readonly record struct Matrix3(double[] Items)
{
    /// <summary>The white of the connection space of ICC profiles, XYZ (ICC.1, 7.2.16).</summary>
    public static readonly double[] D50 = [0.9642, 1.0, 0.8249];

    /// <summary>From XYZ to Bradford's cone responses (ICC.1, annex E).</summary>
    public static readonly Matrix3 Bradford = new([0.8951, 0.2664, -0.1614, -0.7502, 1.7135, 0.0367, 0.0389, -0.0685, 1.0296]);

    public static Matrix3 Diagonal(double[] values) => new([values[0], 0, 0, 0, values[1], 0, 0, 0, values[2]]);

    public static Matrix3 operator *(Matrix3 a, Matrix3 b)
    {
        var product = new double[9];
        for (int row = 0; row < 3; row++)
        {
            for (int column = 0; column < 3; column++)
                product[3 * row + column] = a.Items[3 * row] * b.Items[column] + a.Items[3 * row + 1] * b.Items[3 + column] + a.Items[3 * row + 2] * b.Items[6 + column];
        }

        return new Matrix3(product);
    }

    public double[] Apply(double[] v)
    {
        double[] m = Items;
        return [m[0] * v[0] + m[1] * v[1] + m[2] * v[2], m[3] * v[0] + m[4] * v[1] + m[5] * v[2], m[6] * v[0] + m[7] * v[1] + m[8] * v[2]];
    }

    /// <summary>The inverse; infinite numbers where there is none.</summary>
    public Matrix3 Invert()
    {
        double[] m = Items;
        double a = m[4] * m[8] - m[5] * m[7], b = m[5] * m[6] - m[3] * m[8], c = m[3] * m[7] - m[4] * m[6];
        double determinant = m[0] * a + m[1] * b + m[2] * c;
        double[] adjugate =
        [
            a, m[2] * m[7] - m[1] * m[8], m[1] * m[5] - m[2] * m[4],
            b, m[0] * m[8] - m[2] * m[6], m[2] * m[3] - m[0] * m[5],
            c, m[1] * m[6] - m[0] * m[7], m[0] * m[4] - m[1] * m[3],
        ];
        return new Matrix3([.. adjugate.Select(item => item / determinant)]);
    }

    /// <summary>Whether no item differs by more than this.</summary>
    public bool IsNear(Matrix3 other, double tolerance)
    {
        for (int i = 0; i < 9; i++)
        {
            // Not "greater than": a number that is none differs, too.
            if (!(Math.Abs(Items[i] - other.Items[i]) <= tolerance))
                return false;
        }

        return true;
    }
}
