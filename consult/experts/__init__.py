"""The register of intellectuals: fields of science, evidence, verification by associations, public directory."""
