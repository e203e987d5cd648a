"""Widgets of notebooks and dashboards: one state, ``overview.build(state)``, and the server that shows it.

Import what you need from the modules; importing this package alone loads no widget library.
"""
