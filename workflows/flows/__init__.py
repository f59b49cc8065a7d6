"""The flows, one module a stage of a submission's life; each calls services and nothing else."""

import workflows.bootstrap  # noqa: F401  before any flow's module imports models
