"""`iopcli` and `python -m iopcli` start here."""

import signal
from typing import NoReturn


def main() -> NoReturn:
    """Run the command; until it is there to answer, Ctrl-C just ends the program."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    from iopcli.cli import main as run

    run()


if __name__ == "__main__":
    main()
