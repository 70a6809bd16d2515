"""A load test of the real server on this machine: `make load`."""
