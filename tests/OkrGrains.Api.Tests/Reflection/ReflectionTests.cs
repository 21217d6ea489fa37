using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using OkrGrains.Api.Reflection;
using OkrGrains.Contracts.Reflection.V1;
using Alpha = OkrGrains.Contracts.Reflection.V1Alpha;

namespace OkrGrains.Api.Tests.Reflection;

[Collection(ClusterTests.Name)]
public sealed class ReflectionTests(Clusters clusters)
{
    private readonly ReflectionAnswers _answers = new(ApiServices.All);

    [Theory]
    [InlineData("okrgrains.v1.GoalService")]
    [InlineData("okrgrains.v1.GoalService.GetGoal")]
    [InlineData("okrgrains.v1.ListGoalsRequest")]
    [InlineData("okrgrains.v1.ListGoalsRequest.page_size")]
    public void A_symbol_leads_to_its_file_and_all_that_it_imports(string symbol)
    {
        var answer = _answers.To(new ServerReflectionRequest { FileContainingSymbol = symbol });

        var files = answer.FileDescriptorResponse.FileDescriptorProto.Select(FileDescriptorProto.Parser.ParseFrom).Select(file => file.Name);
        Assert.Equal(["okrgrains/v1/goal_service.proto", "google/protobuf/timestamp.proto", "okrgrains/v1/goal.proto"], files);
    }

    [Fact]
    public void What_is_not_there_is_answered_as_not_found()
    {
        Assert.Equal((int)StatusCode.NotFound, _answers.To(new() { FileByFilename = "x.proto" }).ErrorResponse.ErrorCode);
        Assert.Equal((int)StatusCode.NotFound, _answers.To(new() { FileContainingSymbol = "x.Y" }).ErrorResponse.ErrorCode);
        Assert.Equal((int)StatusCode.NotFound, _answers.To(new() { AllExtensionNumbersOfType = "x.Y" }).ErrorResponse.ErrorCode);
        Assert.Equal((int)StatusCode.InvalidArgument, _answers.To(new()).ErrorResponse.ErrorCode);
    }

    [Fact]
    public async Task Both_versions_list_the_services_over_the_wire()
    {
        var channel = (await clusters.OpenAsync(1)).Cluster.Channel(0);
        using var v1 = new ServerReflection.ServerReflectionClient(channel).ServerReflectionInfo();
        await v1.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "*" });
        Assert.True(await v1.ResponseStream.MoveNext(CancellationToken.None));
        using var alpha = new Alpha.ServerReflection.ServerReflectionClient(channel).ServerReflectionInfo();
        await alpha.RequestStream.WriteAsync(new Alpha.ServerReflectionRequest { ListServices = "*" });
        Assert.True(await alpha.ResponseStream.MoveNext(CancellationToken.None));

        string[] expected =
        [
            "okrgrains.v1.ReadingService",
            "okrgrains.v1.GoalService",
            "okrgrains.v1.WatchService",
            "okrgrains.v1.ClockService",
            "grpc.health.v1.Health",
            "grpc.reflection.v1.ServerReflection",
            "grpc.reflection.v1alpha.ServerReflection",
        ];
        Assert.Equal(expected, v1.ResponseStream.Current.ListServicesResponse.Service.Select(service => service.Name));
        Assert.Equal(expected, alpha.ResponseStream.Current.ListServicesResponse.Service.Select(service => service.Name));
        Assert.Equal(v1.ResponseStream.Current.ToByteString(), alpha.ResponseStream.Current.ToByteString());
    }
}
