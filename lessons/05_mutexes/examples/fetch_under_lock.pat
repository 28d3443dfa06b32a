fetch under the lock : 3 pages, about \d+ ms
fetch before the lock: 3 pages, about \d+ ms
