using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Reflection.V1;
using OkrGrains.Api.HealthChecks;
using Alpha = Grpc.Reflection.V1Alpha;

namespace OkrGrains.Api.Tests.Servers;

[Collection(ClusterTests.Name)]
public sealed class ReflectionTests(Clusters clusters)
{
    [Theory]
    [InlineData("okrgrains.v1.GoalService")]
    [InlineData("okrgrains.v1.GoalService.GetGoal")]
    [InlineData("okrgrains.v1.ListGoalsRequest")]
    public async Task A_symbol_leads_to_its_file_and_all_that_it_imports(string symbol)
    {
        var answer = await AskAsync(new ServerReflectionRequest { FileContainingSymbol = symbol });

        var files = answer.FileDescriptorResponse.FileDescriptorProto.Select(FileDescriptorProto.Parser.ParseFrom).Select(file => file.Name);
        Assert.Equal(
            [
                "google/protobuf/duration.proto", "google/protobuf/timestamp.proto", "okrgrains/v1/check_in_service.proto",
                "okrgrains/v1/cycle.proto", "okrgrains/v1/goal.proto", "okrgrains/v1/goal_definition.proto", "okrgrains/v1/goal_service.proto",
            ],
            files.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_is_not_there_is_answered_as_not_found()
    {
        Assert.Equal((int)StatusCode.NotFound, (await AskAsync(new() { FileByFilename = "x.proto" })).ErrorResponse.ErrorCode);
        Assert.Equal((int)StatusCode.NotFound, (await AskAsync(new() { FileContainingSymbol = "x.Y" })).ErrorResponse.ErrorCode);
    }

    [Fact]
    public async Task What_the_contract_has_no_use_for_is_answered_as_unimplemented()
    {
        Assert.Equal((int)StatusCode.Unimplemented, (await AskAsync(new() { AllExtensionNumbersOfType = "x.Y" })).ErrorResponse.ErrorCode);
        Assert.Equal((int)StatusCode.Unimplemented, (await AskAsync(new())).ErrorResponse.ErrorCode);
    }

    [Fact]
    public async Task Both_versions_list_the_services_over_the_wire()
    {
        var channel = (await clusters.OpenAsync(1)).Cluster.Channel(0);
        var v1 = await AskAsync(new ServerReflectionRequest { ListServices = "*" });
        using var alpha = new Alpha.ServerReflection.ServerReflectionClient(channel).ServerReflectionInfo();
        await alpha.RequestStream.WriteAsync(new Alpha.ServerReflectionRequest { ListServices = "*" });
        Assert.True(await alpha.ResponseStream.MoveNext(CancellationToken.None));

        string[] expected =
        [
            "okrgrains.v1.ReadingService",
            "okrgrains.v1.GoalService",
            "okrgrains.v1.CycleService",
            "okrgrains.v1.CheckInService",
            "okrgrains.v1.WatchService",
            "okrgrains.v1.ClockService",
            "grpc.health.v1.Health",
            "grpc.reflection.v1alpha.ServerReflection",
            "grpc.reflection.v1.ServerReflection",
        ];
        Assert.Equal(expected, v1.ListServicesResponse.Service.Select(service => service.Name));
        Assert.Equal(expected, alpha.ResponseStream.Current.ListServicesResponse.Service.Select(service => service.Name));
    }

    [Fact]
    public async Task Every_service_has_a_health_of_its_own()
    {
        var answer = await AskAsync(new ServerReflectionRequest { ListServices = "*" });

        Assert.Equal(
            answer.ListServicesResponse.Service.Select(service => service.Name).Order(StringComparer.Ordinal),
            ApiServices.Reading.Concat(ApiServices.Writing).Select(service => service.FullName).Order(StringComparer.Ordinal));
    }

    private async Task<ServerReflectionResponse> AskAsync(ServerReflectionRequest request)
    {
        var channel = (await clusters.OpenAsync(1)).Cluster.Channel(0);
        using var call = new ServerReflection.ServerReflectionClient(channel).ServerReflectionInfo();
        await call.RequestStream.WriteAsync(request);
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        return call.ResponseStream.Current;
    }
}
