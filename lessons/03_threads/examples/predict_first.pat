threads: 1, about \d+ ms
threads: 2, about \d+ ms
