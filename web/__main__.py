"""`python -m web`: the command line of this tree, whichever is installed."""

from web.command import main

main(prog_name="groundplan")
