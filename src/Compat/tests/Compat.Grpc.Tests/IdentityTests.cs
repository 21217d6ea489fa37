using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Net.Client;

namespace Compat.Grpc.Tests;

/// <summary>The official assemblies find all that they name.</summary>
public sealed class IdentityTests
{
    public static TheoryData<string> Official => [typeof(GrpcServiceOptions).Assembly.Location, typeof(GrpcChannel).Assembly.Location];

    [Theory]
    [InlineData(typeof(RpcException), "Grpc.Core.Api")]
    [InlineData(typeof(ConnectivityState), "Grpc.Net.Common")]
    public void Assemblies_have_the_public_identity(Type type, string name) =>
        Assert.Equal($"{name}, Version=2.0.0.0, Culture=neutral, PublicKeyToken=d754f35622e28bad", type.Assembly.FullName);

    [Theory]
    [MemberData(nameof(Official))]
    public void Each_type_loads(string path) => Assert.NotEmpty(Assembly.LoadFrom(path).GetTypes());

    [Theory]
    [MemberData(nameof(Official))]
    public void Each_member_referred_to_is_there(string path)
    {
        var module = Assembly.LoadFrom(path).ManifestModule;
        using var file = new PEReader(File.OpenRead(path));
        var metadata = file.GetMetadataReader();

        var missing = metadata.MemberReferences
            .Where(handle => Resolve(module, handle) is MissingMemberException)
            .Select(handle => metadata.GetString(metadata.GetMemberReference(handle).Name));

        Assert.Empty(missing);
    }

    private static Exception? Resolve(Module module, MemberReferenceHandle handle)
    {
        // Members of generic types resolve for any arguments; where these break a constraint, another exception says so.
        Type[] arguments = [typeof(object), typeof(object), typeof(object), typeof(object)];
        return Record.Exception(() => module.ResolveMember(MetadataTokens.GetToken(handle), arguments, arguments));
    }
}
