"""How real clients pin: one module per platform, each behaving like the original. Pure: values in, values out."""
