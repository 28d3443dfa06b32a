1000 meals each: after \d+ (all are full|nobody eats any more)
1000000 meals each: after \d+ (all are full|nobody eats any more)
