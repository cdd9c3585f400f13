"""Where a run's settings come from: `bis.toml` or variables, never both; the only place that reads the environment."""
