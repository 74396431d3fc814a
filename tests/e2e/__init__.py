"""The site as people meet it: real Chromium against a real server with its worker and clock."""
