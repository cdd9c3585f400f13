"""Names and values of the seed `guide` that more than one part of the sandbox uses."""

SEED = "guide"
TENANT = "voyadotenant"
API_KEY = "sandbox-engage-key"
STORE_IDS = (1, 2, 3)
LOCALES = ("sv-SE", "de-DE", "en-US")
SKUS_WITHOUT_PRODUCT_DATA = frozenset({"1234SIZEXL"})  # sold in the shop, missing from every feed
