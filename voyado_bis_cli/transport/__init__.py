"""The only door to the network: timeouts, repeats, rate budget, trace; no HTTP library's type leaves this package."""
