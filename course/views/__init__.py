"""Pictures and widgets. Values in, picture and its words out."""
