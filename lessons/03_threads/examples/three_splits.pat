stride: 1 148932, sum 148933
blocks: 78498 70435, sum 148933
chunks: \d+ \d+, sum 148933
