"""What programs that are not ours say about our files: `make conformance` installs them and runs these tests."""
