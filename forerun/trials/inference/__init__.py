"""How sure an effect is: placebos, permutations, places or periods left out, draws with replacement."""
