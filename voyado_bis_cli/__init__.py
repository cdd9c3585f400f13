"""`bis`: set up and test back in stock between Centra and Voyado Engage."""

__version__ = "0.1.0"
