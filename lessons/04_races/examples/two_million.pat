run 1: x is about \d+
run 2: x is about \d+
run 3: x is about \d+
