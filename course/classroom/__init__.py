"""What a learner, an instructor and CI use: check, hints, workspace, verification."""
