"""What every room shares: what came in, what goes out, media, drafts, deadlines, audit, and the database itself."""
