"""The search index: a sharded full-text index of what is published, read by `assets/search.js`.

Catalogue to data files. `words` says what a word is, `documents` what is searched of a record,
`index` how well a word fits a document, `shards` how that is cut into files, `site_pages` does
the same for the pages that are not records.
"""
