"""`iopcli` and `python -m iopcli` start here."""

import gc
import signal
from typing import NoReturn


def main() -> NoReturn:
    """Run the command; until it is there to answer, Ctrl-C just ends the program."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    gc.set_threshold(100_000)  # short runs make many small parts and drop none: looking for garbage only costs time
    from iopcli.cli import main as run

    try:
        run()
    finally:
        gc.freeze()  # the end of the program gives all of it back at once, and need not look through it first


if __name__ == "__main__":
    main()
