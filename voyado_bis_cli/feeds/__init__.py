"""Product feeds: whether Engage finds product data for a SKU."""
