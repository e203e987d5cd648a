"""The grammar of figures in prose: flow → mentions → measures → breakdowns."""
