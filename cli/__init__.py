"""The command line: `shouwen NOUN VERB`."""
