"""`python -m dragoman` is the `dragoman` command."""

from dragoman.cli.main import run

if __name__ == "__main__":
    run()
