"""Made pages whose metadata is known, and how much of it is read right."""
