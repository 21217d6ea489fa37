using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OkrGrains.Model.Numbers;

namespace OkrGrains.Cli.Readings;

/// <summary>
/// The producers under which the readings of one file count: the first one, and a successor for what each amendment of the file added. The
/// name of a successor is that of the first one with the number of the amendment, after <c>~</c>, or after <c>+</c> if a new generation of
/// the file begins with it.
/// </summary>
/// <param name="first">The name of the first producer.</param>
internal sealed class ProducerFamily(string first)
{
    /// <summary>Returns the family of a file, whose name follows from the workspace and from the full path of the file.</summary>
    public static ProducerFamily OfFile(string path, string workspace)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{workspace}\n{Path.GetFullPath(path)}"));
        return new($"push-{Convert.ToHexStringLower(hash.AsSpan(0, 16))}");
    }

    /// <summary>The name of the first producer.</summary>
    public string First { get; } = first;

    /// <summary>Returns the name of a successor.</summary>
    /// <param name="number">The number of the producer, from 2.</param>
    /// <param name="isGeneration">True if a new generation of the file begins with it.</param>
    public string Successor(int number, bool isGeneration) =>
        string.Create(CultureInfo.InvariantCulture, $"{First}{(isGeneration ? '+' : '~')}{number}");

    /// <summary>Returns the number of a producer of the family, from 1, and if a generation begins with it; null for any other.</summary>
    public (int Number, bool IsGeneration)? Find(string producer)
    {
        if (!producer.StartsWith(First, StringComparison.Ordinal))
        {
            return null;
        }

        var rest = producer.AsSpan(First.Length);
        if (rest.IsEmpty)
        {
            return (1, true);
        }

        return rest[0] is '+' or '~' && PlainNumber.TryParseWhole(rest[1..], out var number) && number is > 1 and < int.MaxValue
            ? ((int)number, rest[0] == '+')
            : null;
    }
}
