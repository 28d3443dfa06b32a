waited about \d+ ms, ready is 1
