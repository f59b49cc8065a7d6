"""What the archive's templates can say."""
