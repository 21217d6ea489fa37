global using Orleans;
global using Wire = OkrGrains.Contracts.V1;
