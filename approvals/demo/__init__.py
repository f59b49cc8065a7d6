"""The demo province: fictional people, real structure (contract, section 2)."""
