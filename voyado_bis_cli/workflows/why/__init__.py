"""`why`: reads everything readable about one shopper's missing email, and writes nothing."""
