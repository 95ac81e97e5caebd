"""Other people's documents, one importer per format: a file to lines of Markdown."""
