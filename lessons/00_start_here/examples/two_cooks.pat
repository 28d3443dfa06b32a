one cook, one pot after another: about \d+ minutes
two cooks, a pot each: about \d+ minutes
