global using OkrGrains.Model.Time;
