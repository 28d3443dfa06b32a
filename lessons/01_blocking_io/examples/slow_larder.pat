a bag of flour
six eggs
a pinch of salt
about \d+ ms
