"""What editors see of this room beside the page tree."""
