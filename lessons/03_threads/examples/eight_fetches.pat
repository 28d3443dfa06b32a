one after another: about \d+ ms
a thread for each: about \d+ ms
