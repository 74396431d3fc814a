"""The numbers of the notes."""


def numbered_notes(notes: tuple[str, ...]) -> list[str]:
    """Number the notes as the sheet does, unless the form's author already did."""
    return [note if note[:1].isdigit() else f"{number}.{note}" for number, note in enumerate(notes, start=1)]
