x = x \+ 1:  about \d+
fetch_add:  exactly 2000000
