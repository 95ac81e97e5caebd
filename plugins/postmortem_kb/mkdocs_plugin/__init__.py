"""The MkDocs plugin `postmortems`: the only code here that imports MkDocs."""
