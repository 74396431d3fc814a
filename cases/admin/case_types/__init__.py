"""Case types in the admin: the editor, its checklist, the diagram, versions, files."""
