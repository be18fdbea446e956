"""Register book, papers, figures: what is made out of cases. It returns bytes and numbers; actions store and log."""
