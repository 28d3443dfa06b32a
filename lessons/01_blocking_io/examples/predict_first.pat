two writes: 20 questions, 40 writes, about \d+\.\d{3} ms each
one write : 20 questions, 20 writes, about \d+\.\d{3} ms each
