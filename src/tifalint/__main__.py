"""`python -m tifalint` is the command `tifalint`."""

from tifalint.cli import main

main()
