"""How many people were killed, hurt, taken in or took part, and on whose count."""
