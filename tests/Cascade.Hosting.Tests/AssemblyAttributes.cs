// The longest tests wait most of the time, for sound at its own pace.
[assembly: LevelOfParallelism(4)]
