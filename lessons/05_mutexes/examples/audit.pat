\d+ of 1000000 audits were not 20
