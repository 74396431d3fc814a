"""Ten thousand requests of people who review: none of them changes an answer of an applicant."""
