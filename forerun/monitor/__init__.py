"""How is the industrial economy doing, really, as known on a day?"""
