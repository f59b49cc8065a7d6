"""The clock: the effects worker, and Prefect flows with their schedule; nothing else."""
