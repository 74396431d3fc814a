"""The applicant's side in the portal: decides nothing."""
