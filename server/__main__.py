"""`python -m server` and the script `sohoa-archive`."""

import sys

from server import cli


def main() -> int:
    """Run the command line with this process's arguments."""
    return cli.main()


if __name__ == "__main__":
    sys.exit(main())
