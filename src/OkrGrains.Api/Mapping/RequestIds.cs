using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using OkrGrains.Storage.Records;

namespace OkrGrains.Api.Mapping;

/// <summary>Reads the <c>request_id</c> of requests that are carried out once.</summary>
internal static class RequestIds
{
    /// <summary>The maximum size of a request id, in bytes of UTF-8.</summary>
    public const int MaxLength = 100;

    /// <summary>Returns the request under the id that its caller gave it; null if the id is empty.</summary>
    /// <param name="method">The full name of the method that is called.</param>
    /// <param name="id">The id.</param>
    /// <param name="request">The request; all that it says tells it from others with the same id.</param>
    /// <exception cref="Errors.ApiFault">The id is too long.</exception>
    public static NamedRequest? Read(string method, string id, IMessage request)
    {
        Texts.CheckNoLonger("request_id", id, MaxLength);
        if (id.Length == 0)
        {
            return null;
        }

        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        digest.AppendData(Encoding.UTF8.GetBytes(method));
        digest.AppendData(request.ToByteArray());
        return new NamedRequest(id, ImmutableCollectionsMarshal.AsImmutableArray(digest.GetHashAndReset()));
    }
}
