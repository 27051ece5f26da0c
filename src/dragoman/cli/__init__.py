"""One file a command: parse, call, print. The only room that prints."""
