"""Problems as other people and programs read them: one module for each format, all of them pure."""
