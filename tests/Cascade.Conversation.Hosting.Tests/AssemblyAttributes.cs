// Real processes recognise and speak here: more at a time than there are processors would only wait for each other.
[assembly: NonParallelizable]
