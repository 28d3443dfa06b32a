small: a frame of \d+ bytes
large: a frame of 1\d{3} bytes
