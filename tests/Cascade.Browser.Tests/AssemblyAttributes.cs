// Pages wait for sound at its own pace, and draw meanwhile: more of them at a time would delay it on two cores.
[assembly: Parallelizable(ParallelScope.All)]
[assembly: FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[assembly: LevelOfParallelism(3)]
