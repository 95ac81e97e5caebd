"""Plots: values to inline SVG and HTML that need no script, between the catalogue and the pages."""
