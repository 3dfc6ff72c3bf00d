// Pages wait for sound at its own pace: three of them at a time fill two cores.
[assembly: Parallelizable(ParallelScope.All)]
[assembly: LevelOfParallelism(3)]
