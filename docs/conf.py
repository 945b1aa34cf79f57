"""Sphinx reads this in the folder that build.py assembles."""

from importlib.util import find_spec

import adaptsym

project = "adaptsym"
author = copyright = "the authors of adaptsym"
release = version = adaptsym.__version__
extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx.ext.mathjax"]
myst_enable_extensions = ["dollarmath", "deflist"]
myst_heading_anchors = 4
nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_timeout = 120
nb_render_markdown_format = "myst"
source_suffix = {".md": "myst-nb", ".ipynb": "myst-nb"}

html_theme = "furo"
html_title = "adaptsym"
html_static_path = ["_static"]
html_favicon = "_static/icon.svg"
html_css_files = ["site.css"]
html_copy_source = html_show_sourcelink = False
html_theme_options = {"navigation_with_keys": True}
pygments_style, pygments_dark_style = "friendly", "github-dark"

mathjax_path = "mathjax/tex-chtml.js"
mathjax3_config = {
    "options": {"enableMenu": False},  # the menu would fetch files that are not here
    "tex": {"packages": {"[-]": ["noundefined"]}},  # an unknown command is an error, not red text
}

default_role = "code"
autodoc_typehints = "none"
autodoc_member_order = "bysource"
autodoc_mock_imports = [name for name in ("torch", "jax", "optax") if find_spec(name) is None]
napoleon_use_ivar = True
