"""`python -m iopcli` is the `iopcli` command."""

from iopcli.cli import main

main()
