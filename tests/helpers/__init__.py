"""What several kinds of tests share: people, a runner for the command line, and a second opinion on working time."""
