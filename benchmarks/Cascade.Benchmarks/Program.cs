Console.WriteLine(Cascade.VadModel.SileroV6);
