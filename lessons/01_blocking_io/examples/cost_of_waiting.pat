waited and worked:  about \d+ ms
worked:             about \d+\.\d ms
fell asleep:        about \d+ times
