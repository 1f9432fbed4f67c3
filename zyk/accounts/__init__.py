"""Users, organisations, memberships with role and scope, the capacity in which a person acts, notifications."""
