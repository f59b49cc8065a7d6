"""HTTP for machines: Django REST framework and nothing else."""
