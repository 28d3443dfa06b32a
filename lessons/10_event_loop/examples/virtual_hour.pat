3600 s passed
really: about \d+\.\d\d ms
