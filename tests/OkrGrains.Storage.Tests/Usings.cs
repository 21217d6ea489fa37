global using OkrGrains.Storage.Tests.Support;
